package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.abstractions.token.Token;
import io.quarry.stores.spi.search.FacetCounts;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of what a query found.
 *
 * @param total on all pages, exactly or at least
 * @param facets by the names of the query; ranges in its order
 * @param nextPageToken null at the end, and of a query that wants one page
 * @param cost in units of the namespace's rate
 */
public record Found(
        List<Hit> hits,
        long total,
        boolean totalExact,
        Map<String, FacetCounts> facets,
        @Nullable String nextPageToken,
        int cost) {
    public Found {
        hits = List.copyOf(hits);
    }

    /**
     * @param document null where the query asked for ids
     * @param score above 0; null where the order does not depend on it
     */
    public record Hit(
            String id,
            Token token,
            @Nullable Instant expiresAt,
            @Nullable Double score,
            @Nullable ObjectNode document,
            Map<String, List<String>> highlights) {}
}
