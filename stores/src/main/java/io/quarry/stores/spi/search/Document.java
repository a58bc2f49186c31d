package io.quarry.stores.spi.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * One versioned document. Whoever hands one over no longer changes its content.
 *
 * @param id 1 to 512 bytes of UTF-8
 * @param fields what can be searched, by the name of the declared field; of the field's type, or an
 *     array of such values (of a vector, one array of its numbers)
 * @param rest members that are not declared: kept, and never searched
 * @param version what wrote it
 * @param expiresAt from then on it is never returned; whole microseconds; null means never
 */
public record Document(
        String id,
        ObjectNode fields,
        ObjectNode rest,
        Version version,
        @Nullable Instant expiresAt) {
    public Document {
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether it may no longer be returned at {@code now}. */
    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
