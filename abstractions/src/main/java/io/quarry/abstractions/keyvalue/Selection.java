package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.KeyRange;
import org.jspecify.annotations.Nullable;

/**
 * Which items of a record, and how many at a time.
 *
 * @param range all, one key, several keys, a prefix, or from one key to another
 * @param reverse from the highest key down
 * @param limit items of a page, at least 1; coerced to the namespace's maximum
 * @param pageBytes bytes of a page; 0 means the namespace's default
 * @param include how much of each item
 * @param pageToken of the page before; null begins
 */
public record Selection(
        KeyRange range,
        boolean reverse,
        int limit,
        int pageBytes,
        Include include,
        @Nullable String pageToken) {
    /** As many as a page may hold. */
    public static final int NO_LIMIT = Integer.MAX_VALUE;

    /** The first page of a range, in ascending order, with values. */
    public static Selection of(KeyRange range) {
        return new Selection(range, false, NO_LIMIT, 0, Include.VALUES, null);
    }

    /** The same selection, gone on from a page. */
    public Selection from(@Nullable String nextPageToken) {
        return new Selection(range, reverse, limit, pageBytes, include, nextPageToken);
    }
}
