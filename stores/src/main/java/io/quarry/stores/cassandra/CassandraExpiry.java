package io.quarry.stores.cassandra;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Cassandra's own TTL, which here only collects garbage: whether an item has expired is decided by
 * what is stored in it. An hour more than the remainder lets clocks differ. An item that arrives
 * already expired is written all the same, since it hides older ones.
 */
final class CassandraExpiry {
    static final Duration SPARE = Duration.ofHours(1);

    /** Cassandra's "none". */
    static final int NO_TTL = 0;

    /**
     * Cassandra keeps expiry in 32 bits and refuses what it cannot keep; such items are left to
     * stay as garbage.
     */
    private static final Instant LAST_THAT_FITS = Instant.parse("2038-01-18T00:00:00Z");

    private static final long LONGEST_TTL = Duration.ofDays(20 * 365).toSeconds();

    private CassandraExpiry() {}

    /** The TTL in seconds. */
    static int ttl(@Nullable Instant expiresAt, Instant now) {
        if (expiresAt == null || expiresAt.isAfter(LAST_THAT_FITS)) {
            return NO_TTL;
        }
        long remainder = Math.max(0, expiresAt.getEpochSecond() + 1 - now.getEpochSecond());
        long ttl = remainder + SPARE.toSeconds();
        return ttl > LONGEST_TTL ? NO_TTL : (int) ttl;
    }
}
