package io.quarry.api.data.keyvalue;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.quarry.abstractions.keyvalue.ItemPage;
import io.quarry.abstractions.keyvalue.RecordItems;
import io.quarry.abstractions.keyvalue.RecordItemsPage;
import io.quarry.abstractions.keyvalue.RecordPage;
import io.quarry.abstractions.token.Token;
import io.quarry.api.data.Answer;
import io.quarry.api.data.JsonValue;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.Percent;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Pages as JSON, written straight into the buffer that is sent. */
final class Pages {
    static final String TYPE = "application/json";

    /** One JSON document a line. */
    static final String LINES = "application/x-ndjson";

    private static final int USUAL = 16 * 1024;

    private Pages() {}

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    static Buffer items(ItemPage page, Include include, KeyEncoding encoding) {
        return page(
                page.nextPageToken(),
                out -> {
                    for (var item : page.items()) {
                        item(out, item, include, encoding);
                    }
                });
    }

    static Buffer records(RecordPage page, KeyEncoding encoding) {
        return page(
                page.nextPageToken(),
                out -> {
                    for (var id : page.ids()) {
                        out.writeStartObject();
                        name(out, "id", id, encoding);
                        out.writeEndObject();
                    }
                });
    }

    /** Items by record, in the order in which the records were asked for. */
    static Buffer recordItems(RecordItemsPage page, Include include, KeyEncoding encoding) {
        return written(
                out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart("records");
                    for (var record : page.records()) {
                        record(out, record, include, encoding);
                    }
                    out.writeEndArray();
                    out.writeStringField("next_page_token", page.nextPageToken());
                    out.writeEndObject();
                });
    }

    /** The same, a record a line, and the page token on the last one. */
    static Buffer recordItemsAsLines(RecordItemsPage page, Include include, KeyEncoding encoding) {
        return written(
                out -> {
                    out.setRootValueSeparator(new SerializedString("\n"));
                    for (var record : page.records()) {
                        record(out, record, include, encoding);
                    }
                    out.writeStartObject();
                    out.writeStringField("next_page_token", page.nextPageToken());
                    out.writeEndObject();
                    out.writeRaw('\n');
                });
    }

    private static void record(
            JsonGenerator out, RecordItems record, Include include, KeyEncoding encoding)
            throws IOException {
        out.writeStartObject();
        name(out, "id", record.record(), encoding);
        out.writeArrayFieldStart("items");
        for (var item : record.items()) {
            item(out, item, include, encoding);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    static Answer answer(Buffer page, long cost) {
        return Answer.of(200, TYPE, page, cost);
    }

    private static Buffer page(@Nullable String nextPageToken, Body items) {
        return written(
                out -> {
                    out.writeStartObject();
                    out.writeArrayFieldStart("items");
                    items.write(out);
                    out.writeEndArray();
                    out.writeStringField("next_page_token", nextPageToken);
                    out.writeEndObject();
                });
    }

    private static Buffer written(Body body) {
        var bytes = Unpooled.buffer(USUAL);
        try (OutputStream into = new ByteBufOutputStream(bytes);
                var out = JsonValue.JSON.createGenerator(into)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return Buffer.buffer(bytes);
    }

    private static void item(JsonGenerator out, Item item, Include include, KeyEncoding encoding)
            throws IOException {
        out.writeStartObject();
        name(out, "key", item.key(), encoding);
        if (include == Include.VALUES) {
            out.writeFieldName("value");
            JsonValue.write(out, item.contentType(), item.value());
        }
        if (include != Include.KEYS) {
            out.writeStringField("content_type", item.contentType());
            out.writeObjectFieldStart("metadata");
            for (var entry : item.metadata().entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            out.writeEndObject();
        }
        out.writeStringField("token", Token.of(item.version()).format());
        var expiresAt = item.expiresAt();
        out.writeStringField("expires_at", expiresAt == null ? null : expiresAt.toString());
        out.writeEndObject();
    }

    /** An id or key that is no text says so beside it. */
    private static void name(JsonGenerator out, String field, Bytes bytes, KeyEncoding encoding)
            throws IOException {
        out.writeStringField(field, encoding.toText(bytes));
        if (encoding == KeyEncoding.TEXT
                && Percent.utf8(ByteBuffer.wrap(bytes.toArray())) == null) {
            out.writeStringField("key_encoding", "base64url");
        }
    }
}
