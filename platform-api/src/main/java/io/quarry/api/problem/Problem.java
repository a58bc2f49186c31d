package io.quarry.api.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as RFC 9457 has it. It writes itself, without reflection, because it is also written on
 * event loops and when nothing else works.
 *
 * @param facts further members, such as {@code limit}, {@code used} and {@code requested}
 */
public record Problem(
        ProblemCode code,
        int status,
        String detail,
        List<Violation> violations,
        Map<String, Object> facts,
        @Nullable UUID operationId) {
    public static final String MEDIA_TYPE = "application/problem+json";

    private static final JsonFactory JSON = new JsonFactory();

    public static Problem of(ProblemException refusal) {
        return of(refusal, Statuses.of(refusal.code()));
    }

    /**
     * For the few refusals of HTTP itself that share a code but have a status of their own, such as
     * 431.
     */
    public static Problem of(ProblemException refusal, int status) {
        return new Problem(
                refusal.code(),
                status,
                refusal.detail(),
                refusal.violations(),
                refusal.facts(),
                refusal.operationId());
    }

    public String toJson() {
        var text = new StringWriter(256);
        try (var json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", "/docs/problems/" + code.code());
            json.writeStringField("title", code.title());
            json.writeNumberField("status", status);
            json.writeStringField("detail", detail);
            json.writeStringField("code", code.code());
            json.writeBooleanField("retryable", code.retryable());
            if (operationId != null) {
                json.writeStringField("operation_id", operationId.toString());
            }
            for (var fact : facts.entrySet()) {
                json.writeFieldName(fact.getKey());
                write(json, fact.getValue());
            }
            writeViolations(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be written", e);
        }
        return text.toString();
    }

    private void writeViolations(JsonGenerator json) throws IOException {
        if (violations.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("violations");
        for (var violation : violations) {
            json.writeStartObject();
            json.writeStringField("field", violation.field());
            json.writeStringField("message", violation.message());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case Integer number -> json.writeNumber(number);
            case Long number -> json.writeNumber(number);
            case Double number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            case Collection<?> many -> {
                json.writeStartArray();
                for (var one : many) {
                    write(json, one);
                }
                json.writeEndArray();
            }
            case Map<?, ?> members -> {
                json.writeStartObject();
                for (var member : members.entrySet()) {
                    json.writeFieldName(String.valueOf(member.getKey()));
                    write(json, member.getValue());
                }
                json.writeEndObject();
            }
            default -> json.writeString(String.valueOf(value));
        }
    }
}
