package io.quarry.stores.spi;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One versioned item of a record.
 *
 * @param key up to 65,535 bytes, may be empty
 * @param value the bytes between position and limit; whoever hands a buffer over no longer changes
 *     its content. Empty where a read did not include values
 * @param contentType a media type; empty where a read included keys only
 * @param metadata a small map; empty where a read included keys only
 * @param version what wrote it
 * @param expiresAt from then on it is never returned; whole microseconds; null means never
 */
public record Item(
        Bytes key,
        ByteBuffer value,
        String contentType,
        Map<String, String> metadata,
        Version version,
        @Nullable Instant expiresAt) {
    /**
     * What an item costs beside its own bytes, counted so that a page of empty items ends as well.
     */
    private static final int OVERHEAD_BYTES = 40;

    /**
     * @throws IllegalArgumentException where the key is too long
     */
    public Item {
        if (key.length() > RecordId.MAX_BYTES) {
            throw new IllegalArgumentException(
                    "a key has up to " + RecordId.MAX_BYTES + " bytes: " + key.length());
        }
        value = value.asReadOnlyBuffer();
        metadata = Map.copyOf(metadata);
        expiresAt = expiresAt == null ? null : expiresAt.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * A read-only view with a position of its own, so that two readers cannot disturb each other;
     * no copy.
     */
    @Override
    public ByteBuffer value() {
        return value.duplicate();
    }

    /** Whether it may no longer be returned at {@code now}. */
    public boolean expired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /**
     * What it counts towards the bytes of a page, the same on every engine, so that pages end at
     * the same item.
     */
    public int bytes() {
        int sum = OVERHEAD_BYTES + key.length() + value.remaining() + contentType.length();
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            sum += entry.getKey().length() + entry.getValue().length();
        }
        return sum;
    }

    /** The item as a read with {@code include} answers it. */
    public Item only(Include include) {
        return switch (include) {
            case VALUES -> this;
            case METADATA ->
                    new Item(key, Bytes.EMPTY.buffer(), contentType, metadata, version, expiresAt);
            case KEYS -> new Item(key, Bytes.EMPTY.buffer(), "", Map.of(), version, expiresAt);
        };
    }
}
