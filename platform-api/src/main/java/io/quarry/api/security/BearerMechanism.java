package io.quarry.api.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarry.api.problem.Problems;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Bearer tokens on the control routes. It also answers for every path but the portal's log-in when
 * nobody is known: with a problem and never with a redirect, whatever other mechanism there is.
 */
@ApplicationScoped
public class BearerMechanism implements HttpAuthenticationMechanism {
    static final String TOKEN = "quarry.token";

    private static final String REFUSAL = "quarry.refusal";
    private static final String SCHEME = "Bearer ";

    /** Before every built-in mechanism, so that its challenge is the one that counts. */
    private static final int FIRST = 10_000;

    private final TokenVerifier verifier;

    BearerMechanism(TokenVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public int getPriority() {
        return FIRST;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            RoutingContext context, IdentityProviderManager ignored) {
        var header = context.request().getHeader("Authorization");
        if (header == null) {
            return Uni.createFrom().nullItem();
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return refuse(
                    context,
                    new ProblemException(
                            ProblemCode.UNAUTHENTICATED,
                            "The only scheme of Authorization here is Bearer."));
        }
        var token = header.substring(SCHEME.length()).trim();
        return Uni.createFrom()
                .completionStage(() -> verifier.verifyAfterRefresh(token))
                .map(BearerMechanism::identity)
                .onFailure()
                .recoverWithUni(failure -> refuse(context, asProblem(failure)));
    }

    /** Null where another mechanism is to answer: the log-in begins by a redirect. */
    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        var path = context.normalizedPath();
        if (PortalPaths.beginsLogin(path)) {
            return Uni.createFrom().nullItem();
        }
        return Uni.createFrom()
                .item(
                        path.equals(PortalPaths.LOGOUT)
                                ? new ChallengeData(303, "Location", "/")
                                : new ChallengeData(
                                        401, "WWW-Authenticate", "Bearer realm=\"quarry\""));
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        var path = context.normalizedPath();
        if (PortalPaths.beginsLogin(path)) {
            return Uni.createFrom().item(false);
        }
        if (path.equals(PortalPaths.LOGOUT)) {
            context.response().setStatusCode(303).putHeader("Location", "/").end();
        } else {
            Problems.write(context, refusalOf(context));
        }
        return Uni.createFrom().item(true);
    }

    /** Why nobody is known to this request. */
    static ProblemException refusalOf(RoutingContext context) {
        ProblemException refusal = context.get(REFUSAL);
        return refusal != null
                ? refusal
                : new ProblemException(
                        ProblemCode.UNAUTHENTICATED,
                        "A bearer token or the portal's session is needed.");
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom()
                .item(
                        new HttpCredentialTransport(
                                HttpCredentialTransport.Type.AUTHORIZATION,
                                "bearer",
                                "quarry-bearer"));
    }

    private static SecurityIdentity identity(VerifiedToken token) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(token.principal().address()))
                .addAttribute(TOKEN, token)
                .build();
    }

    private static ProblemException asProblem(@Nullable Throwable failure) {
        return switch (failure) {
            case ProblemException refusal -> refusal;
            case CompletionException wrapped -> asProblem(wrapped.getCause());
            case null, default ->
                    new ProblemException(
                            ProblemCode.UNAUTHENTICATED, "The token cannot be verified.");
        };
    }

    private static Uni<SecurityIdentity> refuse(RoutingContext context, ProblemException refusal) {
        context.put(REFUSAL, refusal);
        return Uni.createFrom()
                .failure(new AuthenticationFailedException(refusal.getMessage(), refusal));
    }
}
