package io.quarry.api.problem;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;

/** Writes problems, from Vert.x routes and from JAX-RS alike. */
public final class Problems {
    private static final String RETRY_AFTER = "Retry-After";

    private Problems() {}

    /**
     * Answers with the problem, unless the answer has begun: then the connection is reset, so that
     * no half answer looks whole.
     */
    public static void write(RoutingContext context, ProblemException refusal) {
        write(context, Problem.of(refusal));
    }

    public static void write(RoutingContext context, Problem problem) {
        var response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        var headers = response.headers();
        headers.set("Content-Type", Problem.MEDIA_TYPE);
        headers.set("Cache-Control", "no-store");
        if (problem.status() == 401) {
            headers.set("WWW-Authenticate", challenge(problem.code()));
        }
        if (retryLater(problem.status()) && !headers.contains(RETRY_AFTER)) {
            headers.set(RETRY_AFTER, "1");
        }
        response.setStatusCode(problem.status()).end(problem.toJson());
    }

    public static Response response(Problem problem) {
        var response =
                Response.status(problem.status())
                        .type(Problem.MEDIA_TYPE)
                        .header("Cache-Control", "no-store")
                        .entity(problem.toJson());
        if (problem.status() == 401) {
            response.header("WWW-Authenticate", challenge(problem.code()));
        }
        if (retryLater(problem.status())) {
            response.header(RETRY_AFTER, "1");
        }
        return response.build();
    }

    private static boolean retryLater(int status) {
        return status == 429 || status == 503;
    }

    private static String challenge(ProblemCode code) {
        return code == ProblemCode.TOKEN_EXPIRED
                ? "Bearer realm=\"quarry\", error=\"invalid_token\", error_description=\"expired\""
                : "Bearer realm=\"quarry\"";
    }
}
