package io.quarry.api.problem;

import io.quarkus.security.AuthenticationException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Everything that fails outside JAX-RS also ends as a problem: Vert.x and Quarkus would answer with
 * nothing, or with HTML.
 */
@ApplicationScoped
public class Failures {
    private static final Logger LOG = Logger.getLogger(Failures.class);
    private static final int[] OF_HTTP = {400, 404, 405, 406, 413, 414, 415, 431};

    /** Before Quarkus's own failure handler, which would write HTML for browsers. */
    private static final int EARLY = -100_000;

    void register(@Observes Router router) {
        router.route().order(EARLY).failureHandler(Failures::handle);
        for (var status : OF_HTTP) {
            router.errorHandler(status, context -> Problems.write(context, ofStatus(status, null)));
        }
        router.errorHandler(500, Failures::handle);
    }

    private static void handle(RoutingContext context) {
        var failure = context.failure();
        switch (failure) {
            case null -> Problems.write(context, ofStatus(context.statusCode(), null));
            // Quarkus turns these into a challenge of the mechanism in charge.
            case AuthenticationException _, UnauthorizedException _, ForbiddenException _ ->
                    context.next();
            default -> Problems.write(context, of(failure, RequestIds.of(context)));
        }
    }

    /**
     * The problem for any failure whatever; what nobody foresaw is logged with the request's id and
     * told without detail.
     */
    static Problem of(Throwable failure, String requestId) {
        if (failure instanceof ProblemException refusal) {
            return Problem.of(refusal);
        }
        if (Outages.isOutage(failure)) {
            LOG.debugf(failure, "request %s met an outage", requestId);
            return Problem.of(
                    new ProblemException(
                            ProblemCode.CONTROL_PLANE_UNAVAILABLE,
                            "The control plane cannot reach its database or identity provider. Data requests are not affected."));
        }
        LOG.errorf(failure, "request %s failed", requestId);
        return Problem.of(
                new ProblemException(
                        ProblemCode.INTERNAL,
                        "Something went wrong here; it is logged under request "
                                + requestId
                                + "."));
    }

    /** The problem for a status that HTTP's own machinery chose. */
    static Problem ofStatus(int status, @Nullable String detail) {
        var code = code(status);
        return Problem.of(
                new ProblemException(code, detail != null ? detail : code.title() + "."), status);
    }

    static Problem malformed(String part) {
        var message = "is not written as RFC 3986 has it: other characters are percent-encoded";
        return Problem.of(
                new ProblemException(
                        ProblemCode.INVALID_REQUEST,
                        "The " + part + " " + message + ".",
                        List.of(new Violation(part, message))));
    }

    static Problem head(int status, String what, int limit) {
        return new Problem(
                ProblemCode.LIMIT_EXCEEDED,
                status,
                what + " may have " + limit + " characters.",
                List.of(),
                Map.of("limit", limit),
                null);
    }

    private static ProblemCode code(int status) {
        return switch (status) {
            case 401 -> ProblemCode.UNAUTHENTICATED;
            case 403 -> ProblemCode.FORBIDDEN;
            case 404 -> ProblemCode.NOT_FOUND;
            case 405 -> ProblemCode.METHOD_NOT_ALLOWED;
            case 406 -> ProblemCode.NOT_ACCEPTABLE;
            case 413 -> ProblemCode.PAYLOAD_TOO_LARGE;
            case 415 -> ProblemCode.UNSUPPORTED_MEDIA_TYPE;
            case 414, 431 -> ProblemCode.LIMIT_EXCEEDED;
            case 429 -> ProblemCode.RATE_LIMITED;
            case 503 -> ProblemCode.CONTROL_PLANE_UNAVAILABLE;
            case 504 -> ProblemCode.DEADLINE_EXCEEDED;
            default -> status >= 500 ? ProblemCode.INTERNAL : ProblemCode.INVALID_REQUEST;
        };
    }
}
