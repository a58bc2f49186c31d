package io.quarry.abstractions.cache;

import io.quarry.abstractions.token.Token;
import io.quarry.stores.spi.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What lies under an entry's key: what is known of it, then its value, unless that lies in chunks.
 *
 * <pre>
 * format (1), parts (1), generation (8), nonce (8), expiry in µs (8), content type (2 + n), entries of
 * the metadata (2), each name (2 + n), value (2 + n); the key (4 + n) where it is hashed;
 * attempt (8), bytes of the value (4), its CRC-32C (4) where it lies in chunks; else the value
 * </pre>
 *
 * <p>The format is no digit, which tells it from a number.
 *
 * @param key null where the store's key tells it
 * @param chunks null where the value is here
 * @param value empty where it lies in chunks
 */
record Head(
        Token token,
        @Nullable Instant expiresAt,
        String contentType,
        Map<String, String> metadata,
        @Nullable Bytes key,
        @Nullable Chunks chunks,
        ByteBuffer value) {
    private static final byte FORMAT = (byte) 0xC1;
    private static final int KEY = 1;
    private static final int CHUNKS = 2;
    private static final int EXPIRY_AT = 2 + 2 * Long.BYTES;
    private static final int FIXED = EXPIRY_AT + Long.BYTES;
    private static final int CHUNKS_BYTES = Long.BYTES + 2 * Integer.BYTES;
    private static final long NEVER = Long.MIN_VALUE;

    /**
     * A value that lies in chunks.
     *
     * @param attempt names the chunks of one writing, so that two never mix
     * @param bytes of the value
     * @param crc CRC-32C of the value
     */
    record Chunks(long attempt, int bytes, int crc) {}

    /** How long all but the value is, in bytes. */
    int bytes() {
        int size = FIXED + Short.BYTES + utf8(contentType).length + Short.BYTES;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            size += 2 * Short.BYTES + utf8(entry.getKey()).length + utf8(entry.getValue()).length;
        }
        if (key != null) {
            size += Integer.BYTES + key.length();
        }
        return chunks == null ? size : size + CHUNKS_BYTES;
    }

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(bytes() + value.remaining());
        out.put(FORMAT)
                .put((byte) ((key == null ? 0 : KEY) | (chunks == null ? 0 : CHUNKS)))
                .putLong(token.generation())
                .putLong(token.nonce())
                .putLong(micros(expiresAt));
        put(out, contentType);
        out.putShort((short) metadata.size());
        metadata.forEach(
                (name, text) -> {
                    put(out, name);
                    put(out, text);
                });
        if (key != null) {
            out.putInt(key.length()).put(key.buffer());
        }
        if (chunks != null) {
            out.putLong(chunks.attempt()).putInt(chunks.bytes()).putInt(chunks.crc());
        }
        return out.put(value.duplicate()).flip();
    }

    /** Null where it is none that this version knows: a cache may forget those. */
    static @Nullable Head decode(ByteBuffer stored) {
        ByteBuffer in = stored.duplicate();
        try {
            if (in.get() != FORMAT) {
                return null;
            }
            int parts = in.get();
            Token token = new Token(in.getLong(), in.getLong());
            long expiry = in.getLong();
            String contentType = text(in);
            Map<String, String> metadata = metadata(in);
            Bytes key = (parts & KEY) == 0 ? null : Bytes.copyOf(take(in, in.getInt()));
            Chunks chunks =
                    (parts & CHUNKS) == 0
                            ? null
                            : new Chunks(in.getLong(), in.getInt(), in.getInt());
            return new Head(token, instant(expiry), contentType, metadata, key, chunks, in.slice());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return null;
        }
    }

    /** A copy of what is stored, with another expiry. */
    static ByteBuffer expiringAt(ByteBuffer stored, @Nullable Instant expiresAt) {
        ByteBuffer copy = ByteBuffer.allocate(stored.remaining()).put(stored.duplicate()).flip();
        return copy.putLong(EXPIRY_AT, micros(expiresAt));
    }

    /** Whether it may no longer be returned at {@code now}. */
    boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    private static Map<String, String> metadata(ByteBuffer in) {
        int count = Short.toUnsignedInt(in.getShort());
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> metadata = new HashMap<>();
        for (int i = 0; i < count; i++) {
            metadata.put(text(in), text(in));
        }
        return metadata;
    }

    private static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8
                .decode(take(in, Short.toUnsignedInt(in.getShort())))
                .toString();
    }

    private static ByteBuffer take(ByteBuffer in, int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer taken = in.slice(in.position(), bytes);
        in.position(in.position() + bytes);
        return taken;
    }

    private static void put(ByteBuffer out, String text) {
        byte[] bytes = utf8(text);
        out.putShort((short) bytes.length).put(bytes);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long micros(@Nullable Instant instant) {
        return instant == null ? NEVER : ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    private static @Nullable Instant instant(long micros) {
        return micros == NEVER ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
