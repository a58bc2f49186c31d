package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.Facet;
import io.quarry.stores.spi.search.FacetCounts;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchPage;
import io.quarry.stores.spi.search.SearchRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Elasticsearch answers to a search, in the words of the store. */
final class SearchAnswers {
    private static final String COUNT = "doc_count";

    private SearchAnswers() {}

    static SearchPage page(SearchRequest request, JsonNode answer, Instant now) {
        JsonNode hits = answer.path("hits");
        List<SearchPage.Hit> page = new ArrayList<>();
        for (JsonNode hit : hits.path("hits")) {
            SearchPage.Hit read = hit(request, hit, now);
            if (read != null) {
                page.add(read);
            }
        }
        JsonNode total = hits.path("total");
        Map<String, FacetCounts> facets = new HashMap<>();
        for (int i = 0; i < request.facets().size(); i++) {
            Facet facet = request.facets().get(i);
            facets.put(facet.name(), counts(facet, answer.path("aggregations").path(i + "")));
        }
        JsonNode pointInTime = answer.path("pit_id");
        return new SearchPage(
                page,
                total.path("value").asLong(),
                total.path("relation").asText().equals("eq"),
                facets,
                pointInTime.isTextual() ? pointInTime.asText() : request.pointInTime());
    }

    /**
     * @param now as the search had it, so that what it found has not expired
     */
    private static SearchPage.@Nullable Hit hit(SearchRequest request, JsonNode hit, Instant now) {
        Document document = StoredDocument.read(hit.path("_id").asText(), hit.path("_source"), now);
        if (document == null) {
            return null;
        }
        Map<String, List<String>> highlights = new HashMap<>();
        hit.path("highlight")
                .properties()
                .forEach(
                        entry -> {
                            String field = ElasticsearchQueries.fieldOf(entry.getKey());
                            if (field != null) {
                                highlights.put(field, texts(entry.getValue()));
                            }
                        });
        // over a point in time the engine adds a key of its own, which means nothing later
        int keys = request.sort().size() + 1;
        List<JsonNode> sortValues = new ArrayList<>();
        for (JsonNode value : hit.path("sort")) {
            if (sortValues.size() < keys) {
                sortValues.add(value);
            }
        }
        JsonNode score = hit.path("_score");
        return new SearchPage.Hit(
                document, score.isNumber() ? score.asDouble() : null, highlights, sortValues);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static FacetCounts counts(Facet facet, JsonNode answer) {
        JsonNode buckets = answer.path("buckets");
        List<FacetCounts.Count> counts = new ArrayList<>();
        return switch (facet) {
            case Facet.Values values -> {
                for (JsonNode bucket : buckets) {
                    counts.add(
                            new FacetCounts.Count(
                                    value(values.field(), bucket), bucket.path(COUNT).asLong()));
                }
                yield new FacetCounts(
                        counts,
                        answer.path("sum_other_doc_count").asLong(),
                        answer.path("doc_count_error_upper_bound").asLong() == 0);
            }
            case Facet.Ranges ranges -> {
                for (int i = 0; i < ranges.ranges().size(); i++) {
                    counts.add(
                            new FacetCounts.Count(null, buckets.path(i + "").path(COUNT).asLong()));
                }
                yield new FacetCounts(counts, 0, true);
            }
        };
    }

    private static JsonNode value(SearchField field, JsonNode bucket) {
        return field.type() == SearchField.Type.BOOLEAN
                ? BooleanNode.valueOf(bucket.path("key_as_string").asBoolean())
                : bucket.path("key");
    }
}
