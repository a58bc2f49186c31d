package io.quarry.abstractions.paging;

import io.quarry.stores.spi.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a query asked, in 16 bytes (the first half of a SHA-256), so that a page token works for
 * that query only.
 *
 * @param value 16 bytes
 */
public record QueryHash(Bytes value) {
    static final int BYTES = 16;
    private static final int NULL_LENGTH = -1;

    /**
     * @param kind the kind of query
     * @param parts what distinguishes it, in a fixed order; each is hashed with its length, null
     *     unlike empty
     */
    public static QueryHash of(String kind, @Nullable Bytes... parts) {
        MessageDigest digest = sha256();
        add(digest, kind.getBytes(StandardCharsets.UTF_8));
        for (Bytes part : parts) {
            add(digest, part == null ? null : part.toArray());
        }
        return new QueryHash(Bytes.of(Arrays.copyOf(digest.digest(), BYTES)));
    }

    private static void add(MessageDigest digest, byte @Nullable [] part) {
        digest.update(
                ByteBuffer.allocate(Integer.BYTES)
                        .putInt(part == null ? NULL_LENGTH : part.length)
                        .flip());
        if (part != null) {
            digest.update(part);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
