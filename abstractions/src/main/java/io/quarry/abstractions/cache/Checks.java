package io.quarry.abstractions.cache;

import io.quarry.stores.spi.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses early what a namespace's limits do not allow. */
record Checks(CacheLimits limits) {
    private static final Duration LONGEST_TTL = Duration.ofDays(36_500);
    private static final String BYTES = "bytes";

    void key(Bytes key) {
        atMost("key", BYTES, limits.keyBytes(), key.length());
    }

    void keys(List<Bytes> keys) {
        atMost("keys", "keys", limits.keys(), keys.size());
        keys.forEach(this::key);
    }

    void entry(NewEntry entry) {
        key(entry.key());
        atMost("content_type", BYTES, limits.contentTypeBytes(), utf8(entry.contentType()));
        atMost("metadata", BYTES, limits.metadataBytes(), metadataBytes(entry.metadata()));
        value(entry.value().remaining());
        ttl(entry.ttl());
    }

    void value(long bytes) {
        atMost("value", BYTES, limits.valueBytes(), bytes);
    }

    void ttl(@Nullable Duration ttl) {
        if (ttl != null && (!ttl.isPositive() || ttl.compareTo(LONGEST_TTL) > 0)) {
            throw new CacheRefused.Invalid("ttl", "A ttl is above zero and at most 36500 days.");
        }
    }

    void by(long by) {
        if (by == Long.MIN_VALUE) {
            throw new CacheRefused.Invalid("by", "by is at least -9223372036854775807.");
        }
    }

    void initial(@Nullable Long initial) {
        if (initial != null && initial < 0) {
            throw new CacheRefused.Invalid("initial", "A number begins at 0 or above.");
        }
    }

    private static long metadataBytes(Map<String, String> metadata) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            bytes += utf8(entry.getKey()) + utf8(entry.getValue());
        }
        return bytes;
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void atMost(String field, String unit, long limit, long requested) {
        if (requested > limit) {
            throw new CacheRefused.TooLarge(field, unit, limit, requested);
        }
    }
}
