package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.KeyRange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Refuses early what a namespace's limits do not allow. */
record Checks(KeyValueLimits limits) {
    private static final Duration LONGEST_TTL = Duration.ofDays(36_500);
    private static final String BYTES = "bytes";
    private static final String ITEMS = "items";

    void recordId(Bytes id) {
        if (id.isEmpty()) {
            throw new KeyValueRefused.Invalid("record_id", "A record id has at least one byte.");
        }
        atMost("record_id", BYTES, limits.recordIdBytes(), id.length());
    }

    void key(Bytes key) {
        atMost("key", BYTES, limits.keyBytes(), key.length());
    }

    void item(NewItem item) {
        key(item.key());
        atMost("content_type", BYTES, limits.contentTypeBytes(), utf8(item.contentType()));
        atMost("metadata", BYTES, limits.metadataBytes(), metadataBytes(item.metadata()));
        atMost("value", BYTES, limits.valueBytes(), item.value().remaining());
        ttl(item.ttl());
    }

    void batch(List<NewItem> items) {
        atMost("items", ITEMS, limits.batchItems(), items.size());
        long bytes = 0;
        for (NewItem item : items) {
            item(item);
            bytes +=
                    (long) item.key().length()
                            + item.value().remaining()
                            + metadataBytes(item.metadata());
        }
        atMost("batch", BYTES, limits.batchBytes(), bytes);
    }

    void range(KeyRange range) {
        switch (range) {
            case KeyRange.All _ -> {}
            case KeyRange.Single(Bytes key) -> key(key);
            case KeyRange.Keys(List<Bytes> keys) -> {
                atMost("keys", ITEMS, limits.batchItems(), keys.size());
                keys.forEach(this::key);
            }
            case KeyRange.Prefix(Bytes prefix) ->
                    atMost("prefix", BYTES, limits.keyBytes(), prefix.length());
            case KeyRange.Between(Bytes from, Bytes to) -> {
                atMost("from", BYTES, limits.keyBytes(), from.length());
                atMost("to", BYTES, limits.keyBytes(), to == null ? 0 : to.length());
            }
        }
    }

    void queries(List<RecordQuery> queries) {
        if (queries.isEmpty()) {
            throw new KeyValueRefused.Invalid("records", "At least one record is asked for.");
        }
        atMost("records", ITEMS, limits.batchItems(), queries.size());
        long keys = 0;
        for (RecordQuery query : queries) {
            recordId(query.record());
            range(query.range());
            keys +=
                    switch (query.range()) {
                        case KeyRange.Single _ -> 1;
                        case KeyRange.Keys(List<Bytes> single) -> single.size();
                        case KeyRange.All _, KeyRange.Prefix _, KeyRange.Between _ -> 0;
                    };
        }
        atMost("keys", ITEMS, limits.batchItems(), keys);
    }

    /** The limit to use. */
    int limit(int requested) {
        if (requested < 1) {
            throw new KeyValueRefused.Invalid("limit", "A limit is at least 1.");
        }
        return Math.min(requested, limits.pageItems());
    }

    /** The page bytes to use. */
    int pageBytes(int requested) {
        if (requested < 0) {
            throw new KeyValueRefused.Invalid("page_bytes", "page_bytes is at least 1.");
        }
        atMost("page_bytes", BYTES, limits.pageBytes(), requested);
        return requested == 0 ? limits.defaultPageBytes() : requested;
    }

    private static void ttl(@Nullable Duration ttl) {
        if (ttl != null && (ttl.isZero() || ttl.isNegative() || ttl.compareTo(LONGEST_TTL) > 0)) {
            throw new KeyValueRefused.Invalid("ttl", "A ttl is above zero and at most 36500 days.");
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
            throw new KeyValueRefused.TooLarge(field, unit, limit, 0, requested);
        }
    }
}
