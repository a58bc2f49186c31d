package io.quarry.api.data;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.util.List;
import java.util.Map;

/**
 * The problems that a data request can cause by itself, each in one sentence that names the field.
 */
public final class Refusals {
    private Refusals() {}

    public static ProblemException invalid(String field, String message) {
        return invalid(List.of(new Violation(field, message)));
    }

    public static ProblemException invalid(List<Violation> violations) {
        var first = violations.getFirst();
        return new ProblemException(
                ProblemCode.INVALID_REQUEST,
                first.field() + ": " + first.message(),
                violations,
                Map.of(),
                null);
    }

    public static ProblemException unknown(List<Violation> violations) {
        return new ProblemException(
                ProblemCode.UNKNOWN_FIELD,
                violations.getFirst().field() + " is not known here",
                violations,
                Map.of(),
                null);
    }

    public static ProblemException of(ProblemCode code, String detail) {
        return new ProblemException(code, detail, List.of(), Map.of(), null);
    }

    public static ProblemException of(ProblemCode code, String detail, Map<String, Object> facts) {
        return new ProblemException(code, detail, List.of(), facts, null);
    }

    public static ProblemException tooLarge(String what, long limit, long requested) {
        return of(
                ProblemCode.PAYLOAD_TOO_LARGE,
                what + " may have at most " + limit + " bytes",
                Map.of("limit", limit, "requested", requested));
    }

    /** The same words whether there is no such namespace or the caller may not know of it. */
    public static ProblemException noSuchNamespace() {
        return of(ProblemCode.NOT_FOUND, "there is no such namespace");
    }
}
