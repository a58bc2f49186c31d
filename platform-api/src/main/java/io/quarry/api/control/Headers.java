package io.quarry.api.control;

import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The request headers that decide what a change does. */
final class Headers {
    /** Matches no revision, for an entity tag that is well formed and not one of ours. */
    private static final long NO_REVISION = -1;

    private static final int LONGEST_KEY = 255;
    private static final Pattern TAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e]*)\"");
    private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1," + LONGEST_KEY + "}");

    private Headers() {}

    /** An answer that says which revision it shows, for the If-Match of whoever changes it. */
    static Response tagged(int status, long revision, Object entity) {
        return Response.status(status)
                .header("ETag", "\"" + revision + "\"")
                .entity(entity)
                .build();
    }

    /** Null when the caller did not say; a weak tag never matches, as RFC 9110 has it. */
    static @Nullable Long ifMatch(RoutingContext context) {
        var header = context.request().getHeader("If-Match");
        return header == null ? null : revision(header);
    }

    static long revision(String header) {
        var tag = TAG.matcher(header.trim());
        if (!tag.matches()) {
            throw invalid("If-Match", "must be one entity tag, such as \"3\" with its quotes");
        }
        var strong = tag.group(1) == null && REVISION.matcher(tag.group(2)).matches();
        var seen = strong ? Long.parseLong(tag.group(2)) : NO_REVISION;
        // nobody was ever shown a tag for what is not there
        return seen == Preconditions.ABSENT ? NO_REVISION : seen;
    }

    /** True when the caller wants to create and never to replace. */
    static boolean createOnly(RoutingContext context) {
        var header = context.request().getHeader("If-None-Match");
        if (header == null) {
            return false;
        }
        if (!header.trim().equals("*")) {
            throw invalid("If-None-Match", "may only be * here");
        }
        return true;
    }

    static @Nullable IdempotencyKey idempotencyKey(RoutingContext context) {
        var header = context.request().getHeader("Idempotency-Key");
        if (header == null) {
            return null;
        }
        if (!KEY.matcher(header).matches()) {
            throw invalid(
                    "Idempotency-Key",
                    "must have 1 to " + LONGEST_KEY + " visible ASCII characters");
        }
        var request = context.request();
        var digest = String.valueOf(context.<String>get(ChangeGuard.DIGEST));
        var query = request.query() == null ? "" : "?" + request.query();
        return new IdempotencyKey(header, request.method() + " " + request.path(), digest + query);
    }

    private static ProblemException invalid(String header, String message) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST,
                header + " " + message + ".",
                List.of(new Violation(header, message)));
    }
}
