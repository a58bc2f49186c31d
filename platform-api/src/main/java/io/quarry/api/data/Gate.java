package io.quarry.api.data;

import io.quarry.api.routes.RouteTable;
import io.quarry.api.security.TokenVerifier;
import io.quarry.api.security.VerifiedToken;
import io.quarry.metadata.access.Permission;
import io.quarry.metadata.access.Permissions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Token, route, grant, in this order, before anything else of a request is read. A namespace that
 * the caller may not know of is refused in the same words as one that does not exist.
 */
@Singleton
class Gate {
    private static final String BEARER = "Bearer ";

    private final Verification tokens;
    private final RouteTable routes;
    private final ShardSessions shards;

    /** Judges a bearer token; at once, but for one whose signing key has to be fetched. */
    interface Verification {
        CompletionStage<VerifiedToken> verify(String bearer);
    }

    @Inject
    Gate(TokenVerifier tokens, RouteTable routes, ShardSessions shards) {
        this(tokens::verifyAfterRefresh, routes, shards);
    }

    Gate(Verification tokens, RouteTable routes, ShardSessions shards) {
        this.tokens = tokens;
        this.routes = routes;
        this.shards = shards;
    }

    /**
     * Goes on with {@code next} on the event loop when the caller may do what the request's call
     * needs.
     */
    void enter(Exchange exchange, String namespace, Runnable next) {
        var verified = tokens.verify(bearer(exchange));
        if (verified instanceof CompletableFuture<VerifiedToken> done && done.isDone()) {
            admit(exchange, namespace, of(done));
            next.run();
            return;
        }
        later(exchange, namespace, verified, next);
    }

    /** An unknown signing key is worth one fetch of the keys; the body waits meanwhile. */
    private void later(
            Exchange exchange,
            String namespace,
            CompletionStage<VerifiedToken> verified,
            Runnable next) {
        exchange.request().pause();
        verified.whenComplete(
                (token, failure) ->
                        exchange.eventLoop()
                                .runOnContext(
                                        _ ->
                                                exchange.guard(
                                                        () -> {
                                                            if (failure != null) {
                                                                throw unwrapped(failure);
                                                            }
                                                            admit(exchange, namespace, token);
                                                            next.run();
                                                        })));
    }

    private static VerifiedToken of(CompletableFuture<VerifiedToken> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    private static RuntimeException unwrapped(Throwable failure) {
        var cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }

    private static String bearer(Exchange exchange) {
        var header = exchange.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw Refusals.of(
                    ProblemCode.UNAUTHENTICATED,
                    "data routes need a bearer token in Authorization");
        }
        return header.substring(BEARER.length()).strip();
    }

    private void admit(Exchange exchange, String namespace, @Nullable VerifiedToken token) {
        if (token == null) {
            throw Refusals.of(ProblemCode.UNAUTHENTICATED, "the token could not be verified");
        }
        var route = routes.find(namespace);
        if (route == null || route.route().abstraction() != exchange.call().abstraction()) {
            throw Refusals.noSuchNamespace();
        }
        var access = route.access(token.principal());
        if (access == null) {
            throw Refusals.noSuchNamespace();
        }
        if (!access.allows(exchange.call().access())) {
            throw forbidden(exchange.call(), namespace);
        }
        exchange.route(route, shards.primary(route.route()));
    }

    private static ProblemException forbidden(DataCall call, String namespace) {
        var role =
                Permissions.leastRoleFor(
                        call.writes() ? Permission.DATA_WRITE : Permission.DATA_READ);
        return Refusals.of(
                ProblemCode.FORBIDDEN,
                (call.writes() ? "writing" : "reading")
                        + " needs the role "
                        + role.wire()
                        + " on "
                        + namespace,
                Map.of("required_role", role.wire()));
    }
}
