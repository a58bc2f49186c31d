package io.quarry.stores.spi;

import org.jspecify.annotations.Nullable;

/**
 * One page's worth of a read. The page ends at {@code limit} items or before the item that would
 * take it past {@code bytes}, whichever comes first, but never before its first item.
 *
 * @param range which keys; for a list of records always {@link KeyRange.All}
 * @param after where the page before ended: only what lies strictly beyond it, in the direction of
 *     the read; null begins
 * @param reverse from the highest key down; for a list of records always false
 * @param limit items, at least 1
 * @param bytes as {@link Item#bytes()} counts them, at least 1
 * @param include how much of each item
 */
public record Slice(
        KeyRange range,
        @Nullable Bytes after,
        boolean reverse,
        int limit,
        int bytes,
        Include include) {
    /**
     * @throws IllegalArgumentException where limit or bytes is below 1
     */
    public Slice {
        if (limit < 1 || bytes < 1) {
            throw new IllegalArgumentException(
                    "limit and bytes are at least 1: " + limit + ", " + bytes);
        }
    }

    /** One item, whatever its size. */
    public static Slice of(Bytes key, Include include) {
        return new Slice(new KeyRange.Single(key), null, false, 1, Integer.MAX_VALUE, include);
    }

    /** The first page of a range, in ascending order. */
    public static Slice first(KeyRange range, int limit, int bytes, Include include) {
        return new Slice(range, null, false, limit, bytes, include);
    }

    /** The same read, begun beyond {@code position}. */
    public Slice after(@Nullable Bytes position) {
        return new Slice(range, position, reverse, limit, bytes, include);
    }

    /** Whether a key lies strictly beyond {@code after}, in the direction of the read. */
    public boolean isBeyondAfter(Bytes key) {
        return after == null || (reverse ? key.compareTo(after) < 0 : key.compareTo(after) > 0);
    }
}
