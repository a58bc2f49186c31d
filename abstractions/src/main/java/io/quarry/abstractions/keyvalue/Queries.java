package io.quarry.abstractions.keyvalue;

import io.quarry.abstractions.paging.QueryHash;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.Segment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What makes two queries the same, so that the page token of one works for the other. */
final class Queries {
    private Queries() {}

    static QueryHash items(Bytes record, KeyRange range, boolean reverse) {
        List<@Nullable Bytes> parts = new ArrayList<>();
        add(parts, record, range, reverse);
        return QueryHash.of("key-value items", parts.toArray(new @Nullable Bytes[0]));
    }

    static QueryHash multiGet(List<RecordQuery> queries) {
        List<@Nullable Bytes> parts = new ArrayList<>();
        for (RecordQuery query : queries) {
            List<@Nullable Bytes> one = new ArrayList<>();
            add(one, query.record(), query.range(), query.reverse());
            parts.add(Bytes.ofUtf8(Integer.toString(one.size())));
            parts.addAll(one);
        }
        return QueryHash.of("key-value multi-get", parts.toArray(new @Nullable Bytes[0]));
    }

    private static void add(
            List<@Nullable Bytes> parts, Bytes record, KeyRange range, boolean reverse) {
        parts.add(record);
        parts.add(Bytes.ofUtf8(reverse ? "reverse" : "forward"));
        switch (range) {
            case KeyRange.All _ -> parts.add(Bytes.ofUtf8("all"));
            case KeyRange.Single(Bytes key) -> add(parts, "single", key);
            case KeyRange.Keys(List<Bytes> keys) -> add(parts, "keys", keys.toArray(Bytes[]::new));
            case KeyRange.Prefix(Bytes prefix) -> add(parts, "prefix", prefix);
            case KeyRange.Between(Bytes from, Bytes to) -> add(parts, "between", from, to);
        }
    }

    static QueryHash records(Segment segment) {
        return QueryHash.of(
                "key-value records", Bytes.ofUtf8(segment.index() + "/" + segment.of()));
    }

    private static void add(List<@Nullable Bytes> parts, String kind, @Nullable Bytes... bounds) {
        parts.add(Bytes.ofUtf8(kind));
        parts.addAll(java.util.Arrays.asList(bounds));
    }
}
