package io.quarry.stores.spi.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a facet came to.
 *
 * @param counts by value in the order of the facet, or one for each range as asked
 * @param others how many further pairs of document and value there are that are not listed
 * @param exact whether each count is; shards each list their own most frequent values
 */
public record FacetCounts(List<Count> counts, long others, boolean exact) {
    /**
     * @param value null of a range
     */
    public record Count(@Nullable JsonNode value, long documents) {}

    public FacetCounts {
        counts = List.copyOf(counts);
    }
}
