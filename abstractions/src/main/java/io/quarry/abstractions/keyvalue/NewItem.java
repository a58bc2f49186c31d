package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An item as a caller hands it in.
 *
 * @param value the bytes between position and limit; not changed by the caller until the call has
 *     answered
 * @param contentType a media type, kept as given
 * @param ttl from the token's generation on; null means the namespace's default
 */
public record NewItem(
        Bytes key,
        ByteBuffer value,
        String contentType,
        Map<String, String> metadata,
        @Nullable Duration ttl) {
    /** What a value is where nobody says more. */
    public static final String OCTETS = "application/octet-stream";

    public NewItem {
        metadata = Map.copyOf(metadata);
    }

    /** An item of bytes with the namespace's default ttl. */
    public static NewItem of(Bytes key, ByteBuffer value) {
        return new NewItem(key, value, OCTETS, Map.of(), null);
    }
}
