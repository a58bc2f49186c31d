package io.quarry.api.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A value inside a JSON answer or request: {@code {"json": …}}, {@code {"text": …}} or {@code
 * {"base64": …}}. What is stored are bytes; bytes that are not what their content type says are
 * shown as text or base64, never as a broken answer.
 */
public final class JsonValue {
    public static final JsonFactory JSON = new JsonFactory();

    private JsonValue() {}

    public static void write(JsonGenerator out, String contentType, ByteBuffer value)
            throws IOException {
        out.writeStartObject();
        var type = MediaType.of(contentType);
        var text = type == MediaType.BINARY ? null : Percent.utf8(value);
        if (text == null) {
            var bytes = new byte[value.remaining()];
            value.duplicate().get(bytes);
            out.writeStringField("base64", Base64.getEncoder().encodeToString(bytes));
        } else if (type == MediaType.JSON && isJson(text)) {
            out.writeFieldName("json");
            out.writeRawValue(text);
        } else {
            out.writeStringField("text", text);
        }
        out.writeEndObject();
    }

    private static boolean isJson(String text) {
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * What a request's value object says, with the content type that goes with it where the request
     * names none.
     */
    public record Given(byte[] bytes, String contentType) {}

    /**
     * Reads the object the parser stands at the start of, to its end.
     *
     * @return null when the object is none of the three forms; {@code field} then is what a
     *     violation names
     */
    public static @Nullable Given read(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            in.skipChildren();
            return null;
        }
        Given given = null;
        var members = 0;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            var token = in.nextToken();
            members++;
            given =
                    switch (name) {
                        case "json" -> new Given(copy(in), "application/json");
                        case "text" -> {
                            in.skipChildren();
                            yield token == JsonToken.VALUE_STRING
                                    ? new Given(
                                            in.getText().getBytes(StandardCharsets.UTF_8),
                                            "text/plain; charset=utf-8")
                                    : null;
                        }
                        case "base64" -> {
                            in.skipChildren();
                            yield token == JsonToken.VALUE_STRING ? base64(in.getText()) : null;
                        }
                        default -> {
                            in.skipChildren();
                            yield null;
                        }
                    };
        }
        return members == 1 ? given : null;
    }

    private static @Nullable Given base64(String text) {
        try {
            return new Given(Base64.getDecoder().decode(text), MediaType.OCTETS);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte[] copy(JsonParser in) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var generator = JSON.createGenerator(out)) {
            generator.copyCurrentStructureExact(in);
        }
        return out.toByteArray();
    }
}
