package io.quarry.abstractions.cache;

import io.quarry.abstractions.token.Token;
import io.quarry.stores.spi.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as it was found.
 *
 * @param value has a position of its own; not to be changed
 * @param token what wrote it; null for a number, which increments change without one
 * @param expiresAt null means that it stays until evicted, or that it is a number, whose end only
 *     the store knows
 */
public record Entry(
        Bytes key,
        ByteBuffer value,
        String contentType,
        Map<String, String> metadata,
        @Nullable Token token,
        @Nullable Instant expiresAt) {
    /** The content type of a number. */
    public static final String NUMBER = "text/plain; charset=us-ascii";
}
