package io.quarry.stores.spi.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page of what was found.
 *
 * @param hits in order; fewer than asked for at the end only
 * @param total how many documents meet the request on all pages; counted to 10,000 at least
 * @param totalExact whether {@code total} is, or there are more
 * @param facets by name, over all pages
 * @param pointInTime the one of the request as it is to be named from now on
 */
public record SearchPage(
        List<Hit> hits,
        long total,
        boolean totalExact,
        Map<String, FacetCounts> facets,
        @Nullable String pointInTime) {
    /**
     * @param document without fields where the request asked for none
     * @param score how well it meets the request, above 0; null where nothing depends on it
     * @param highlights by field, pieces of its text as HTML with matching words in {@code <em>}
     * @param sortValues where a page that follows this document begins
     */
    public record Hit(
            Document document,
            @Nullable Double score,
            Map<String, List<String>> highlights,
            List<JsonNode> sortValues) {
        public Hit {
            highlights = Map.copyOf(highlights);
            sortValues = List.copyOf(sortValues);
        }
    }

    public SearchPage {
        hits = List.copyOf(hits);
        facets = Map.copyOf(facets);
    }
}
