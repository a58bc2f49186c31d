package io.quarry.api.data.keyvalue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.quarry.abstractions.keyvalue.NewItem;
import io.quarry.api.data.ItemHeaders;
import io.quarry.api.data.JsonValue;
import io.quarry.api.data.KeyEncoding;
import io.quarry.stores.spi.Bytes;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
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
    private final KeyEncoding encoding;
    private final Findings findings;
    private final List<NewItem> items = new ArrayList<>();

    private RecordBody(KeyEncoding encoding, Findings findings) {
        this.encoding = encoding;
        this.findings = findings;
    }

    static List<NewItem> parse(Buffer body, KeyEncoding encoding) {
        return Findings.read(
                body,
                (in, findings) -> {
                    var reader = new RecordBody(encoding, findings);
                    findings.list(in, "items", reader::item);
                    return reader.items;
                });
    }

    private void item(JsonParser in, String path) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            findings.wrong(path, "must be an object");
            in.skipChildren();
            return;
        }
        Bytes key = null;
        JsonValue.Given value = null;
        String contentType = null;
        Map<String, String> metadata = Map.of();
        Duration ttl = null;
        var wrongBefore = findings.count();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            var field = path + "." + name;
            in.nextToken();
            switch (name) {
                case "key" ->
                        key = findings.parsed(findings.text(in, field), field, encoding::fromText);
                case "value" -> {
                    value = JsonValue.read(in);
                    if (value == null) {
                        findings.wrong(
                                field,
                                "must be {\"json\": …}, {\"text\": \"…\"} or {\"base64\": \"…\"}");
                    }
                }
                case "content_type" ->
                        contentType =
                                findings.parsed(
                                        findings.text(in, field), field, ItemHeaders::contentType);
                case "metadata" -> metadata = metadata(in, field);
                case "ttl" -> ttl = ttl(in, field);
                default -> {
                    findings.unknown(field);
                    in.skipChildren();
                }
            }
        }
        if (findings.count() > wrongBefore) {
            return;
        }
        if (key == null || value == null) {
            findings.wrong(path + (key == null ? ".key" : ".value"), "is missing");
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
            findings.wrong(field, "must be an object of texts");
            in.skipChildren();
            return Map.of();
        }
        var metadata = new HashMap<String, String>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var inner = field + "." + in.currentName();
            var name = findings.parsed(in.currentName(), inner, ItemHeaders::metadataName);
            in.nextToken();
            var value = findings.text(in, inner);
            if (name != null && value != null) {
                metadata.put(name, value);
            }
        }
        return metadata;
    }

    private @Nullable Duration ttl(JsonParser in, String field) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> findings.parsed(in.getText(), field, ItemHeaders::ttl);
            default -> findings.parsed(findings.text(in, field), field, ItemHeaders::ttl);
        };
    }
}
