package io.quarry.api.data.cache;

import com.fasterxml.jackson.core.JsonGenerator;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.quarry.abstractions.cache.Entry;
import io.quarry.abstractions.cache.Found;
import io.quarry.abstractions.token.Token;
import io.quarry.api.data.Answer;
import io.quarry.api.data.Cost;
import io.quarry.api.data.Failures;
import io.quarry.api.data.JsonValue;
import io.quarry.api.data.KeyEncoding;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.StoreException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What several keys and increments are answered, as JSON. */
final class CacheAnswers {
    private static final String TYPE = "application/json";
    private static final int USUAL = 4 * 1024;

    private CacheAnswers() {}

    private interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /**
     * An answer for each key, in their order.
     *
     * @throws StoreException where no key's node has answered, so that there is nothing to tell
     */
    static Answer entries(List<Bytes> keys, List<Found> found, KeyEncoding encoding, String shard) {
        if (!found.isEmpty() && found.stream().allMatch(Found.Failed.class::isInstance)) {
            throw ((Found.Failed) found.getFirst()).cause();
        }
        var body =
                json(
                        out -> {
                            out.writeArrayFieldStart("entries");
                            for (var i = 0; i < keys.size(); i++) {
                                out.writeStartObject();
                                out.writeStringField("key", encoding.toText(keys.get(i)));
                                one(out, found.get(i), shard);
                                out.writeEndObject();
                            }
                            out.writeEndArray();
                        });
        return Answer.of(200, TYPE, body, Cost.ofRead(body.length()));
    }

    /**
     * @param value unsigned
     */
    static Answer count(Bytes key, long value, KeyEncoding encoding) {
        var body =
                json(
                        out -> {
                            out.writeStringField("key", encoding.toText(key));
                            out.writeFieldName("value");
                            out.writeNumber(Long.toUnsignedString(value));
                        });
        return Answer.of(200, TYPE, body, 1);
    }

    private static Buffer json(Body body) {
        var bytes = Unpooled.buffer(USUAL);
        try (OutputStream into = new ByteBufOutputStream(bytes);
                var out = JsonValue.JSON.createGenerator(into)) {
            out.writeStartObject();
            body.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return Buffer.buffer(bytes);
    }

    private static void one(JsonGenerator out, Found found, String shard) throws IOException {
        switch (found) {
            case Found.Hit(Entry entry) -> hit(out, entry);
            case Found.Miss() -> out.writeStringField("state", "miss");
            case Found.Failed(StoreException cause) -> failed(out, Failures.of(cause, shard));
            case Found.Unread() -> out.writeStringField("state", "unread");
        }
    }

    private static void hit(JsonGenerator out, Entry entry) throws IOException {
        out.writeStringField("state", "hit");
        out.writeFieldName("value");
        JsonValue.write(out, entry.contentType(), entry.value());
        out.writeStringField("content_type", entry.contentType());
        out.writeObjectFieldStart("metadata");
        for (var metadata : entry.metadata().entrySet()) {
            out.writeStringField(metadata.getKey(), metadata.getValue());
        }
        out.writeEndObject();
        Token token = entry.token();
        text(out, "token", token == null ? null : token.format());
        var expiresAt = entry.expiresAt();
        text(out, "expires_at", expiresAt == null ? null : expiresAt.toString());
    }

    private static void failed(JsonGenerator out, ProblemException problem) throws IOException {
        out.writeStringField("state", "error");
        out.writeObjectFieldStart("problem");
        out.writeStringField("code", problem.code().code());
        out.writeStringField("detail", problem.detail());
        out.writeBooleanField("retryable", problem.code().retryable());
        out.writeEndObject();
    }

    private static void text(JsonGenerator out, String field, @Nullable String text)
            throws IOException {
        out.writeStringField(field, text);
    }
}
