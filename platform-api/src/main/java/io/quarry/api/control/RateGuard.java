package io.quarry.api.control;

import io.quarry.api.problem.Problem;
import io.quarry.api.problem.Problems;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Says on the answer of every control route how much of its rate the caller has left, and refuses
 * what is beyond it before anything is read or asked.
 */
public class RateGuard {
    private static final String ROUTES = "/api/";
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

    private final CallRates rates;
    private final Asker asker;

    RateGuard(CallRates rates, Asker asker) {
        this.rates = rates;
        this.asker = asker;
    }

    @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
    public @Nullable Response check(ContainerRequestContext request, RoutingContext context) {
        if (!context.normalizedPath().startsWith(ROUTES)) {
            return null;
        }
        var change = !READS.contains(request.getMethod());
        var spent = rates.spend(asker.token().principal().address(), change);
        context.response()
                .putHeader("RateLimit", spent.rateLimit())
                .putHeader("RateLimit-Policy", spent.rateLimitPolicy());
        return spent.allowed() ? null : refusal(spent);
    }

    private static Response refusal(CallRates.Spent spent) {
        var problem =
                Problem.of(
                        new ProblemException(
                                ProblemCode.RATE_LIMITED,
                                "You may send "
                                        + spent.burst()
                                        + " such requests in "
                                        + spent.window()
                                        + " seconds.",
                                Map.of(
                                        "limit",
                                        spent.burst(),
                                        "used",
                                        spent.burst(),
                                        "requested",
                                        1)));
        return Response.fromResponse(Problems.response(problem))
                .header("Retry-After", null)
                .header("Retry-After", spent.seconds())
                .build();
    }
}
