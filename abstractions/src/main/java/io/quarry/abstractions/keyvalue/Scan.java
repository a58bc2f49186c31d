package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Segment;
import org.jspecify.annotations.Nullable;

/**
 * A walk over the records of a namespace, or of a part of it.
 *
 * @param segment which part
 * @param limit records of a page, at least 1; coerced to the namespace's maximum
 * @param pageBytes bytes of a page; 0 means the namespace's default
 * @param pageToken of the page before; null begins
 */
public record Scan(Segment segment, int limit, int pageBytes, @Nullable String pageToken) {
    /** The first page of the whole namespace. */
    public static Scan whole() {
        return new Scan(Segment.WHOLE, Selection.NO_LIMIT, 0, null);
    }

    /** The same scan, gone on from a page. */
    public Scan from(@Nullable String nextPageToken) {
        return new Scan(segment, limit, pageBytes, nextPageToken);
    }
}
