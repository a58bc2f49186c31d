package io.quarry.stores.memory;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.Facet;
import io.quarry.stores.spi.search.FacetCounts;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Facets of what was found, counted one by one. */
final class MemoryFacets {
    private static final Comparator<FacetCounts.Count> MOST_FIRST =
            Comparator.comparingLong(FacetCounts.Count::documents)
                    .reversed()
                    .thenComparing(MemoryFacets::key);

    private MemoryFacets() {}

    static Map<String, FacetCounts> of(List<Facet> facets, List<Document> found) {
        Map<String, FacetCounts> all = new HashMap<>();
        for (Facet facet : facets) {
            all.put(
                    facet.name(),
                    switch (facet) {
                        case Facet.Values values -> values(values, found);
                        case Facet.Ranges ranges -> ranges(ranges, found);
                    });
        }
        return all;
    }

    private static FacetCounts values(Facet.Values facet, List<Document> found) {
        Map<JsonNode, Long> documents = new HashMap<>();
        for (Document document : found) {
            new HashSet<>(MemoryConditions.values(facet.field(), document))
                    .forEach(value -> documents.merge(value, 1L, Long::sum));
        }
        List<FacetCounts.Count> counts =
                documents.entrySet().stream()
                        .map(entry -> new FacetCounts.Count(entry.getKey(), entry.getValue()))
                        .sorted(MOST_FIRST)
                        .toList();
        int listed = Math.min(facet.most(), counts.size());
        long others =
                counts.subList(listed, counts.size()).stream()
                        .mapToLong(FacetCounts.Count::documents)
                        .sum();
        return new FacetCounts(counts.subList(0, listed), others, true);
    }

    private static String key(FacetCounts.Count count) {
        JsonNode value = count.value();
        return value == null ? "" : value.asText();
    }

    private static FacetCounts ranges(Facet.Ranges facet, List<Document> found) {
        return new FacetCounts(
                facet.ranges().stream().map(range -> count(range, found)).toList(), 0, true);
    }

    private static FacetCounts.Count count(Condition.Range range, List<Document> found) {
        return new FacetCounts.Count(
                null,
                found.stream().filter(document -> MemoryConditions.meets(range, document)).count());
    }
}
