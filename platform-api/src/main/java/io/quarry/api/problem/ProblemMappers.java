package io.quarry.api.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/**
 * Turns whatever a resource throws into a problem; bad JSON is told with the field that is wrong.
 */
public class ProblemMappers {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;
    private static final String BODY = "body";

    private final ContractPaths paths;

    ProblemMappers(ContractPaths paths) {
        this.paths = paths;
    }

    @ServerExceptionMapper
    public Response refused(ProblemException refusal) {
        return Problems.response(Problem.of(refusal));
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException failure, RoutingContext context) {
        var answer = failure.getResponse();
        var json = jsonCause(failure);
        if (json != null) {
            return Problems.response(ofJson(json));
        }
        var refusal = problemCause(failure);
        if (refusal != null) {
            return Problems.response(Problem.of(refusal));
        }
        if (answer.getStatus() < BAD_REQUEST) {
            return answer;
        }
        if (answer.getStatus() >= 500) {
            return Problems.response(Failures.of(failure, RequestIds.of(context)));
        }
        if (answer.getStatus() == NOT_FOUND) {
            return absent(context);
        }
        var problem = Problems.response(Failures.ofStatus(answer.getStatus(), null));
        var allow = answer.getHeaderString("Allow");
        return allow == null
                ? problem
                : Response.fromResponse(problem).header("Allow", allow).build();
    }

    private Response absent(RoutingContext context) {
        var methods = paths.methods(context.normalizedPath());
        if (methods.isEmpty() || methods.contains(context.request().method().name())) {
            return Problems.response(Failures.ofStatus(NOT_FOUND, null));
        }
        return Response.fromResponse(Problems.response(Failures.ofStatus(NOT_ALLOWED, null)))
                .header("Allow", String.join(", ", methods))
                .build();
    }

    @ServerExceptionMapper({JsonProcessingException.class, MismatchedInputException.class})
    public Response json(JsonProcessingException failure) {
        return Problems.response(ofJson(failure));
    }

    @ServerExceptionMapper
    public Response other(Throwable failure, RoutingContext context) {
        var refusal = problemCause(failure);
        return Problems.response(
                refusal != null
                        ? Problem.of(refusal)
                        : Failures.of(failure, RequestIds.of(context)));
    }

    static Problem ofJson(JsonProcessingException failure) {
        var refusal = problemCause(failure);
        if (refusal != null) {
            return Problem.of(refusal);
        }
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                    invalid(
                            ProblemCode.UNKNOWN_FIELD,
                            path(unknown),
                            "is not known here" + known(unknown));
            case InvalidFormatException wrong
                    when wrong.getTargetType() != null && wrong.getTargetType().isEnum() ->
                    invalid(
                            ProblemCode.INVALID_REQUEST,
                            path(wrong),
                            "must be one of "
                                    + Arrays.stream(wrong.getTargetType().getEnumConstants())
                                            .map(
                                                    constant ->
                                                            constant.toString()
                                                                    .toLowerCase(Locale.ROOT)
                                                                    .replace('_', '-'))
                                            .collect(Collectors.joining(", ")));
            case MismatchedInputException wrong ->
                    invalid(ProblemCode.INVALID_REQUEST, path(wrong), "must be " + expected(wrong));
            case JsonMappingException wrong ->
                    invalid(
                            ProblemCode.INVALID_REQUEST,
                            path(wrong),
                            "is not acceptable" + because(wrong));
            case StreamConstraintsException tooMuch ->
                    malformed(tooMuch, "The JSON is nested too deep or has too long a part");
            default -> malformed(failure, "The body is not well-formed JSON");
        };
    }

    private static Problem malformed(JsonProcessingException failure, String what) {
        var at = failure.getLocation();
        var where =
                at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
        return invalid(ProblemCode.INVALID_REQUEST, BODY, what + where);
    }

    private static Problem invalid(ProblemCode code, String field, String message) {
        var detail =
                field.equals(BODY) ? message + "." : "The field " + field + " " + message + ".";
        var violations = List.of(new Violation(field, message));
        return Problem.of(new ProblemException(code, detail, violations, Map.of(), null));
    }

    /** The path as violations have it: {@code workload.items.mid}, {@code items[3].key}. */
    private static String path(JsonMappingException failure) {
        var path = new StringBuilder();
        for (var step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? BODY : path.toString();
    }

    private static String known(UnrecognizedPropertyException unknown) {
        var known = unknown.getKnownPropertyIds();
        return known == null || known.isEmpty()
                ? ""
                : "; known are "
                        + known.stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
    }

    private static String expected(MismatchedInputException wrong) {
        var type = wrong.getTargetType();
        if (type == null) {
            return "of another type";
        }
        if (type == String.class) {
            return "a text";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (java.time.temporal.TemporalAmount.class.isAssignableFrom(type)) {
            return "an ISO-8601 duration, such as P90D";
        }
        if (java.util.Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return "an object";
    }

    private static String because(JsonMappingException wrong) {
        return wrong.getCause() instanceof IllegalArgumentException reason
                        && reason.getMessage() != null
                ? ": " + reason.getMessage()
                : "";
    }

    private static @Nullable JsonProcessingException jsonCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof JsonProcessingException json) {
                return json;
            }
        }
        return null;
    }

    private static @Nullable ProblemException problemCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ProblemException refusal) {
                return refusal;
            }
        }
        return null;
    }
}
