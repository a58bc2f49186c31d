package io.quarry.api.data.keyvalue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufInputStream;
import io.quarry.abstractions.keyvalue.NewItem;
import io.quarry.api.data.ItemHeaders;
import io.quarry.api.data.JsonValue;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.Refusals;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.stores.spi.Bytes;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"items": [{key, value, content_type, metadata, ttl}]}}; tells everything that is
 * wrong with it at once.
 */
final class RecordBody {
    private static final int MOST_VIOLATIONS = 50;

    private final KeyEncoding encoding;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Violation> unknown = new ArrayList<>();
    private final List<NewItem> items = new ArrayList<>();

    private RecordBody(KeyEncoding encoding) {
        this.encoding = encoding;
    }

    static List<NewItem> parse(Buffer body, KeyEncoding encoding) {
        var reader = new RecordBody(encoding);
        try (InputStream bytes = new ByteBufInputStream(body.getByteBuf());
                var in = JsonValue.JSON.createParser(bytes)) {
            reader.document(in);
            if (in.nextToken() != null) {
                throw Refusals.invalid("body", "has something behind its JSON");
            }
        } catch (IOException e) {
            throw Refusals.invalid("body", "is not JSON: " + firstLine(e));
        }
        if (!reader.violations.isEmpty()) {
            reader.violations.addAll(reader.unknown);
            throw Refusals.invalid(reader.violations);
        }
        if (!reader.unknown.isEmpty()) {
            throw Refusals.unknown(reader.unknown);
        }
        return reader.items;
    }

    private static String firstLine(IOException e) {
        var message = String.valueOf(e.getMessage());
        var end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private void document(JsonParser in) throws IOException {
        if (in.nextToken() != JsonToken.START_OBJECT) {
            throw Refusals.invalid("body", "must be an object with 'items'");
        }
        var found = false;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            var token = in.nextToken();
            if (!name.equals("items")) {
                unknown(name);
                in.skipChildren();
            } else if (token != JsonToken.START_ARRAY) {
                wrong("items", "must be an array");
                in.skipChildren();
                found = true;
            } else {
                found = true;
                for (var i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                    item(in, "items[" + i + "]");
                }
            }
        }
        if (!found) {
            wrong("items", "is missing");
        }
    }

    private void item(JsonParser in, String path) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            wrong(path, "must be an object");
            in.skipChildren();
            return;
        }
        Bytes key = null;
        JsonValue.Given value = null;
        String contentType = null;
        Map<String, String> metadata = Map.of();
        Duration ttl = null;
        var wrongBefore = violations.size();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            var field = path + "." + name;
            in.nextToken();
            switch (name) {
                case "key" -> key = parsed(text(in, field), field, encoding::fromText);
                case "value" -> {
                    value = JsonValue.read(in);
                    if (value == null) {
                        wrong(
                                field,
                                "must be {\"json\": …}, {\"text\": \"…\"} or {\"base64\": \"…\"}");
                    }
                }
                case "content_type" ->
                        contentType = parsed(text(in, field), field, ItemHeaders::contentType);
                case "metadata" -> metadata = metadata(in, field);
                case "ttl" -> ttl = ttl(in, field);
                default -> {
                    unknown(field);
                    in.skipChildren();
                }
            }
        }
        if (violations.size() > wrongBefore) {
            return;
        }
        if (key == null || value == null) {
            wrong(path + (key == null ? ".key" : ".value"), "is missing");
            return;
        }
        items.add(
                new NewItem(
                        key,
                        ByteBuffer.wrap(value.bytes()),
                        contentType == null ? value.contentType() : contentType,
                        metadata,
                        ttl));
    }

    private Map<String, String> metadata(JsonParser in, String field) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        if (in.currentToken() != JsonToken.START_OBJECT) {
            wrong(field, "must be an object of texts");
            in.skipChildren();
            return Map.of();
        }
        var metadata = new HashMap<String, String>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var inner = field + "." + in.currentName();
            var name = parsed(in.currentName(), inner, ItemHeaders::metadataName);
            in.nextToken();
            var value = text(in, inner);
            if (name != null && value != null) {
                metadata.put(name, value);
            }
        }
        return metadata;
    }

    private @Nullable Duration ttl(JsonParser in, String field) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> parsed(in.getText(), field, ItemHeaders::ttl);
            default -> parsed(text(in, field), field, ItemHeaders::ttl);
        };
    }

    private @Nullable String text(JsonParser in, String field) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        wrong(field, "must be a text");
        in.skipChildren();
        return null;
    }

    private interface Reader<T> {
        @Nullable T read(String text, String field);
    }

    private <T> @Nullable T parsed(@Nullable String text, String field, Reader<T> reader) {
        if (text == null) {
            return null;
        }
        try {
            return reader.read(text, field);
        } catch (ProblemException e) {
            e.violations().forEach(violation -> wrong(violation.field(), violation.message()));
            return null;
        }
    }

    private void wrong(String field, String message) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(new Violation(field, message));
        }
    }

    private void unknown(String field) {
        if (unknown.size() < MOST_VIOLATIONS) {
            unknown.add(new Violation(field, "is not known here"));
        }
    }
}
