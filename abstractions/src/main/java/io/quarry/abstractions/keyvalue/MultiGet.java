package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A read over several records, answered in their order.
 *
 * @param queries at least one; a record may be asked for more than once
 * @param include how much of each item
 * @param limit items of a page over all records, at least 1; coerced to the namespace's maximum
 * @param pageBytes bytes of a page over all records; 0 means the namespace's default
 * @param pageToken of the page before; null begins
 */
public record MultiGet(
        List<RecordQuery> queries,
        Include include,
        int limit,
        int pageBytes,
        @Nullable String pageToken) {
    public MultiGet {
        queries = List.copyOf(queries);
    }

    /** The first page of these, with values. */
    public static MultiGet of(List<RecordQuery> queries) {
        return new MultiGet(queries, Include.VALUES, Selection.NO_LIMIT, 0, null);
    }

    /** The same read, gone on from a page. */
    public MultiGet from(@Nullable String nextPageToken) {
        return new MultiGet(queries, include, limit, pageBytes, nextPageToken);
    }
}
