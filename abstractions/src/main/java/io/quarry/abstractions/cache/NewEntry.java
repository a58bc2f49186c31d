package io.quarry.abstractions.cache;

import io.quarry.stores.spi.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry as a caller hands it in.
 *
 * @param value the bytes between position and limit; not changed by the caller until the call has
 *     answered
 * @param contentType a media type, kept as given
 * @param ttl from the token's generation on; null means the namespace's default
 */
public record NewEntry(
        Bytes key,
        ByteBuffer value,
        String contentType,
        Map<String, String> metadata,
        @Nullable Duration ttl) {
    public NewEntry {
        metadata = Map.copyOf(metadata);
    }
}
