package io.quarry.abstractions.search;

import io.quarry.abstractions.token.Token;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Refuses early what a namespace's limits do not allow. */
record Checks(SearchLimits limits) {
    private static final Duration LONGEST_TTL = Duration.ofDays(36_500);
    private static final String BYTES = "bytes";

    void id(String id) {
        if (id.isEmpty()) {
            throw new SearchRefused.Invalid("id", "must have at least one byte");
        }
        atMost("id", BYTES, limits.idBytes(), id.getBytes(StandardCharsets.UTF_8).length);
    }

    void documentBytes(int bytes) {
        atMost("document", BYTES, limits.documentBytes(), bytes);
    }

    void batchBytes(int bytes) {
        atMost("batch", BYTES, limits.batchBytes(), bytes);
    }

    void batchItems(int items) {
        atMost("items", "items", limits.batchItems(), items);
    }

    static void ttl(@Nullable Duration ttl, String at) {
        if (ttl != null && (ttl.isZero() || ttl.isNegative() || ttl.compareTo(LONGEST_TTL) > 0)) {
            throw new SearchRefused.Invalid(at, "must be above zero and at most 36500 days");
        }
    }

    /** From the token's generation on, so that a write that is repeated lives no longer. */
    static @Nullable Instant expiry(Token token, @Nullable Duration ttl) {
        return ttl == null
                ? null
                : Instant.EPOCH.plus(token.generation(), ChronoUnit.MICROS).plus(ttl);
    }

    private static void atMost(String field, String unit, long limit, long requested) {
        if (requested > limit) {
            throw new SearchRefused.TooLarge(field, unit, limit, requested);
        }
    }
}
