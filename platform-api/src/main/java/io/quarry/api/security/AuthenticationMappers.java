package io.quarry.api.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.quarry.api.problem.Problem;
import io.quarry.api.problem.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A token or session that is no good: JAX-RS would answer with a status alone. */
public class AuthenticationMappers {
    @ServerExceptionMapper
    public Uni<Response> refused(AuthenticationFailedException failure, RoutingContext context) {
        HttpAuthenticator authenticator = context.get(HttpAuthenticator.class.getName());
        if (authenticator == null || !PortalPaths.isPortals(context.normalizedPath())) {
            return Uni.createFrom()
                    .item(() -> Problems.response(Problem.of(BearerMechanism.refusalOf(context))));
        }
        return authenticator.getChallenge(context).map(AuthenticationMappers::redirect);
    }

    private static Response redirect(ChallengeData challenge) {
        var response = Response.status(challenge.status);
        challenge.getHeaders().forEach((name, value) -> response.header(name.toString(), value));
        return response.build();
    }
}
