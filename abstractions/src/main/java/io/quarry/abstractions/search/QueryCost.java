package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Facet;
import io.quarry.stores.spi.search.Nearest;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchRequest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a query costs, by what it asks for and before it runs: a unit is about what one short list
 * of documents takes to be walked. What it finds makes no difference, so the same query always
 * costs the same. The table is in docs/reference/search-query.md.
 */
final class QueryCost {
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int VALUES_A_UNIT = 16;
    private static final int CANDIDATES_A_UNIT = 10;
    private static final int HITS_A_UNIT = 10;
    private static final int BUCKETS_A_UNIT = 10;
    private static final int RANGE = 2;
    private static final int NEAR = 4;
    private static final int FACET = 5;
    private static final int PREFIX = 8;

    /** So many keywords may begin with so few letters. */
    private static final int SHORT_PREFIX = 32;

    private static final int SHORT = 3;

    private QueryCost() {}

    static int of(SearchRequest request) {
        int cost = 1 + of(request.where()) + request.sort().size();
        Nearest nearest = request.nearest();
        if (nearest != null) {
            cost += 1 + nearest.candidates() / CANDIDATES_A_UNIT;
        }
        for (Facet facet : request.facets()) {
            cost += of(facet);
        }
        return cost
                + request.limit() / HITS_A_UNIT
                + request.limit() * request.highlight().size() / HITS_A_UNIT;
    }

    private static int of(Facet facet) {
        return switch (facet) {
            case Facet.Values(_, _, int most) -> FACET + most / BUCKETS_A_UNIT;
            case Facet.Ranges(_, _, List<Condition.Range> ranges) -> FACET + RANGE * ranges.size();
        };
    }

    private static int of(Condition condition) {
        return switch (condition) {
            case Condition.Match match -> {
                int words = SPACE.split(match.text().strip()).length;
                yield match.words() == Condition.Words.PHRASE ? 2 * words : words;
            }
            case Condition.Terms(_, List<JsonNode> values) -> 1 + values.size() / VALUES_A_UNIT;
            case Condition.Range _ -> RANGE;
            case Condition.Exists _ -> 1;
            case Condition.Prefix(SearchField _, String prefix) ->
                    prefix.length() < SHORT ? SHORT_PREFIX : PREFIX;
            case Condition.Near _ -> NEAR;
            case Condition.All(List<Condition> all) -> sum(all);
            case Condition.Any(List<Condition> any) -> sum(any);
            case Condition.None(List<Condition> none) -> sum(none);
        };
    }

    private static int sum(List<Condition> conditions) {
        return conditions.stream().mapToInt(QueryCost::of).sum();
    }
}
