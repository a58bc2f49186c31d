package io.quarry.api.data.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufInputStream;
import io.quarry.api.data.ItemHeaders;
import io.quarry.api.data.JsonValue;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.Refusals;
import io.quarry.metadata.problem.Violation;
import io.quarry.stores.spi.Bytes;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON bodies of requests; the first thing that is wrong with one is told. */
final class CacheBodies {
    private CacheBodies() {}

    /** What {@code :increment} asks for. */
    record Increment(Bytes key, long by, @Nullable Long initial, @Nullable Duration ttl) {}

    private interface Member {
        /** Reads the member that the parser stands at the value of; false where it is not known. */
        boolean read(JsonParser in, String name) throws IOException;
    }

    /** Reads {@code {"keys": ["…"]}}. */
    static List<Bytes> keys(Buffer body, KeyEncoding encoding) {
        var keys = new ArrayList<Bytes>();
        var found =
                read(
                        body,
                        (in, name) -> {
                            if (!name.equals("keys")) {
                                return false;
                            }
                            if (in.currentToken() != JsonToken.START_ARRAY) {
                                throw Refusals.invalid("keys", "must be an array of texts");
                            }
                            for (var i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
                                keys.add(key(in, "keys[" + i + "]", encoding));
                            }
                            return true;
                        });
        if (!found.contains("keys")) {
            throw Refusals.invalid("keys", "is missing");
        }
        return keys;
    }

    /** Reads {@code {"key": "…", "by": 1, "initial": 0, "ttl": "PT1H"}}. */
    static Increment increment(Buffer body, KeyEncoding encoding) {
        var reader = new Reader(encoding);
        var found = read(body, reader);
        var key = reader.key;
        if (key == null || !found.contains("key")) {
            throw Refusals.invalid("key", "is missing");
        }
        return new Increment(key, reader.by, reader.initial, reader.ttl);
    }

    private static final class Reader implements Member {
        private final KeyEncoding encoding;
        private @Nullable Bytes key;
        private long by = 1;
        private @Nullable Long initial;
        private @Nullable Duration ttl;

        Reader(KeyEncoding encoding) {
            this.encoding = encoding;
        }

        @Override
        public boolean read(JsonParser in, String name) throws IOException {
            var isNull = in.currentToken() == JsonToken.VALUE_NULL;
            switch (name) {
                case "key" -> key = key(in, name, encoding);
                case "by" -> by = number(in, name);
                case "initial" -> initial = isNull ? null : number(in, name);
                case "ttl" -> ttl = isNull ? null : ttl(in, name);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }

    private static List<String> read(Buffer body, Member member) {
        var found = new ArrayList<String>();
        try (InputStream bytes = new ByteBufInputStream(body.getByteBuf());
                var in = JsonValue.JSON.createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw Refusals.invalid("body", "must be a JSON object");
            }
            while (in.nextToken() != JsonToken.END_OBJECT) {
                var name = in.currentName();
                in.nextToken();
                if (!member.read(in, name)) {
                    throw Refusals.unknown(List.of(new Violation(name, "is not known here")));
                }
                if (found.contains(name)) {
                    throw Refusals.invalid(name, "may be given once");
                }
                found.add(name);
            }
            if (in.nextToken() != null) {
                throw Refusals.invalid("body", "has something behind its JSON");
            }
        } catch (IOException e) {
            throw Refusals.invalid("body", "is not JSON");
        }
        return found;
    }

    private static Bytes key(JsonParser in, String field, KeyEncoding encoding) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw Refusals.invalid(field, "must be a text");
        }
        return encoding.fromText(in.getText(), field);
    }

    private static long number(JsonParser in, String field) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            try {
                return Long.parseLong(in.getText());
            } catch (NumberFormatException e) {
                // told below, in the same words
            }
        }
        throw Refusals.invalid(field, "must be a whole number of 64 bits");
    }

    private static @Nullable Duration ttl(JsonParser in, String field) throws IOException {
        return switch (in.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT -> ItemHeaders.ttl(in.getText(), field);
            default -> throw Refusals.invalid(field, "must be a text or whole seconds");
        };
    }
}
