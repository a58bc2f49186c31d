package io.quarry.api.data;

import io.quarry.stores.spi.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How a request writes record ids and keys, in its path, its query and its bodies alike. */
public enum KeyEncoding {
    /** UTF-8 text; in paths and queries percent-encoded. */
    TEXT {
        @Override
        public Bytes fromText(String text, String field) {
            if (text.isEmpty() || text.equals(".") || text.equals("..")) {
                throw Refusals.invalid(
                        field,
                        "empty, '.' and '..' can only be written with key_encoding=base64url");
            }
            return Bytes.ofUtf8(text);
        }

        @Override
        public String toText(Bytes bytes) {
            var text = Percent.utf8(ByteBuffer.wrap(bytes.toArray()));
            // a key that is no text still has to be listed: the reader tells it by key_encoding
            // beside it
            return text == null ? BASE64URL.toText(bytes) : text;
        }
    },

    /** Any bytes, as base64url (RFC 4648, section 5), with or without padding. */
    BASE64URL {
        @Override
        public Bytes fromText(String text, String field) {
            try {
                return Bytes.of(Base64.getUrlDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                throw Refusals.invalid(field, "is not base64url");
            }
        }

        @Override
        public String toText(Bytes bytes) {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
        }
    };

    public abstract Bytes fromText(String text, String field);

    public abstract String toText(Bytes bytes);

    /** One segment of a path, still percent-encoded. */
    public Bytes fromPath(String segment, String field) {
        final byte[] decoded;
        try {
            decoded = Percent.decode(segment, false);
        } catch (Percent.Malformed e) {
            throw Refusals.invalid(field, e.why());
        }
        if (!Percent.isUtf8(decoded)) {
            throw Refusals.invalid(field, "is not UTF-8; other bytes need key_encoding=base64url");
        }
        return fromText(new String(decoded, StandardCharsets.UTF_8), field);
    }

    public static KeyEncoding of(@Nullable String name) {
        if (name == null || name.equals("text")) {
            return TEXT;
        }
        if (name.equals("base64url")) {
            return BASE64URL;
        }
        throw Refusals.invalid("key_encoding", "must be 'text' or 'base64url'");
    }
}
