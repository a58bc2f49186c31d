package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.abstractions.paging.QueryHash;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Facet;
import io.quarry.stores.spi.search.Nearest;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchField.Type;
import io.quarry.stores.spi.search.SearchRequest;
import io.quarry.stores.spi.search.Sort;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a query as callers write it, and refuses it with all that is wrong with it. */
final class QueryReader {
    private static final Set<String> MEMBERS =
            Set.of(
                    "where",
                    "nearest",
                    "sort",
                    "facets",
                    "highlight",
                    "include",
                    "limit",
                    "page_bytes",
                    "pages",
                    "page_token");

    /** What may differ from page to page. */
    private static final List<String> OF_A_PAGE =
            List.of("facets", "highlight", "include", "limit", "page_bytes", "page_token");

    private static final Set<Type> SORTED =
            EnumSet.of(Type.KEYWORD, Type.LONG, Type.DOUBLE, Type.DATE, Type.BOOLEAN);
    private static final Set<Type> COUNTED = EnumSet.of(Type.KEYWORD, Type.LONG, Type.BOOLEAN);
    private static final Pattern FACET_NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final List<String> ORDERS = List.of("asc", "desc");
    private static final String FIELD = "field";
    private static final int PAGE_TOKEN_BYTES = 16 * 1024;
    private static final int DEFAULT_FACET_VALUES = 10;
    private static final int CANDIDATES_EACH = 5;

    private final SearchLimits limits;
    private final Reading reading;
    private final ConditionReader conditions;

    private QueryReader(SearchSettings settings) {
        this.limits = settings.limits();
        this.reading = new Reading(settings.fields());
        this.conditions = new ConditionReader(reading, limits);
    }

    /**
     * @throws SearchRefused where something is wrong with it, or it would cost too much
     */
    static SearchQuery read(byte[] query, SearchSettings settings) {
        int most = settings.limits().queryBytes();
        if (query.length > most) {
            throw new SearchRefused.TooLarge("query", "bytes", most, query.length);
        }
        return new QueryReader(settings).read(Json.object(query, ""));
    }

    private SearchQuery read(ObjectNode json) {
        boolean _ = reading.object(json, "", MEMBERS);
        Condition where =
                json.has("where")
                        ? conditions.read(json.path("where"), "/where")
                        : Condition.EVERYTHING;
        Nearest nearest = json.has("nearest") ? nearest(json.path("nearest")) : null;
        boolean pages = reading.flag(json.path("pages"), "/pages", !json.has("nearest"));
        String pageToken =
                json.has("page_token")
                        ? reading.text(json.path("page_token"), "/page_token", PAGE_TOKEN_BYTES)
                        : null;
        if (json.has("nearest") && (pages || pageToken != null)) {
            reading.wrong("/nearest", "has one page, of as many as count says");
        }
        SearchRequest request =
                new SearchRequest(
                        where,
                        nearest,
                        sort(json, where),
                        facets(json),
                        highlight(json),
                        limit(json, nearest),
                        List.of(),
                        null,
                        !"ids".equals(include(json)));
        int pageBytes =
                reading.whole(
                        json.path("page_bytes"),
                        "/page_bytes",
                        limits.pageBytes(),
                        limits.defaultPageBytes());
        if (!reading.found().isEmpty()) {
            throw new SearchRefused.Invalid(reading.found());
        }
        int cost = QueryCost.of(request);
        if (cost > limits.cost()) {
            throw new SearchRefused.TooLarge("cost", "units", limits.cost(), cost);
        }
        return new SearchQuery(request, pages, pageBytes, pageToken, hash(json), cost);
    }

    /** Over all members but those of a page, as they were sent. */
    private static QueryHash hash(ObjectNode json) {
        return QueryHash.of(
                "search query", Bytes.ofUtf8(json.deepCopy().without(OF_A_PAGE).toString()));
    }

    private String include(JsonNode json) {
        return reading.word(
                json.path("include"), "/include", List.of("documents", "ids"), "documents");
    }

    /** More than the largest page is the largest page. */
    private int limit(JsonNode json, @Nullable Nearest nearest) {
        int otherwise = nearest == null ? limits.defaultPageItems() : nearest.count();
        int limit =
                Math.min(
                        limits.pageItems(),
                        reading.whole(json.path("limit"), "/limit", Integer.MAX_VALUE, otherwise));
        return nearest == null ? limit : Math.min(limit, nearest.count());
    }

    private @Nullable Nearest nearest(JsonNode json) {
        String at = "/nearest";
        if (!reading.object(json, at, Set.of(FIELD, "vector", "count", "candidates"))) {
            return null;
        }
        SearchField field =
                reading.field(json.path(FIELD), at + "/field", EnumSet.of(Type.DENSE_VECTOR));
        JsonNode vector = json.path("vector");
        if (field != null) {
            String wrong = new FieldValues(limits).wrong(field, vector);
            if (wrong != null) {
                reading.wrong(at + "/vector", wrong);
            }
        }
        int count =
                reading.whole(
                        json.path("count"),
                        at + "/count",
                        limits.nearest(),
                        limits.defaultPageItems());
        int candidates =
                reading.whole(
                        json.path("candidates"),
                        at + "/candidates",
                        limits.candidates(),
                        Math.min(limits.candidates(), Math.max(50, CANDIDATES_EACH * count)));
        if (candidates < count) {
            reading.wrong(at + "/candidates", "must be at least count");
        }
        if (field == null) {
            return null;
        }
        List<Double> numbers = new ArrayList<>();
        vector.forEach(number -> numbers.add(number.doubleValue()));
        return new Nearest(field, numbers, count, candidates);
    }

    /** What can be met better comes in that order, everything else by id. */
    private List<Sort> sort(JsonNode json, Condition where) {
        JsonNode said = json.path("sort");
        if (said.isMissingNode()) {
            return where.scores() || json.has("nearest") ? List.of(Sort.BEST_FIRST) : List.of();
        }
        if (json.has("nearest")) {
            reading.wrong("/sort", "is not for nearest, which comes nearest first");
        }
        List<Sort> sort = new ArrayList<>();
        List<JsonNode> elements = reading.array(said, "/sort", limits.sorts());
        for (int i = 0; i < elements.size(); i++) {
            JsonNode element = elements.get(i);
            String at = Json.at("/sort", i);
            if (element.isTextual() && element.asText().equals("score")) {
                sort.add(Sort.BEST_FIRST);
            } else if (reading.object(element, at, Set.of(FIELD, "order"))) {
                SearchField field = reading.field(element.path(FIELD), Json.at(at, FIELD), SORTED);
                String order =
                        reading.word(element.path("order"), Json.at(at, "order"), ORDERS, "asc");
                if (field != null) {
                    sort.add(new Sort(field, order.equals("desc")));
                }
            }
        }
        return sort;
    }

    private List<Facet> facets(JsonNode json) {
        JsonNode said = json.path("facets");
        if (said.isMissingNode() || !said.isObject()) {
            if (!said.isMissingNode()) {
                reading.wrong("/facets", "must be an object");
            }
            return List.of();
        }
        if (said.size() > limits.facets()) {
            reading.wrong("/facets", "must be at most " + limits.facets());
            return List.of();
        }
        List<Facet> facets = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : said.properties()) {
            String at = Json.at("/facets", each.getKey());
            if (!FACET_NAME.matcher(each.getKey()).matches()) {
                reading.wrong(at, "the name must match " + FACET_NAME);
            }
            Facet facet = facet(each.getKey(), each.getValue(), at);
            if (facet != null) {
                facets.add(facet);
            }
        }
        return facets;
    }

    private @Nullable Facet facet(String name, JsonNode json, String at) {
        if (!reading.object(json, at, Set.of(FIELD, "values", "ranges"))) {
            return null;
        }
        boolean ranges = json.has("ranges");
        if (ranges && json.has("values")) {
            reading.wrong(at, "must have one of values and ranges");
        }
        SearchField field =
                reading.field(
                        json.path(FIELD),
                        Json.at(at, FIELD),
                        ranges ? ConditionReader.ORDERED : COUNTED);
        if (!ranges) {
            int most =
                    reading.whole(
                            json.path("values"),
                            Json.at(at, "values"),
                            limits.facetValues(),
                            DEFAULT_FACET_VALUES);
            return field == null ? null : new Facet.Values(name, field, most);
        }
        String inside = Json.at(at, "ranges");
        List<JsonNode> elements = reading.array(json.path("ranges"), inside, limits.facetValues());
        List<Condition.Range> all = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Condition.Range range = conditions.rangeOf(field, elements.get(i), Json.at(inside, i));
            if (range != null) {
                all.add(range);
            }
        }
        return field == null ? null : new Facet.Ranges(name, field, all);
    }

    private List<SearchField> highlight(JsonNode json) {
        if (!json.has("highlight")) {
            return List.of();
        }
        List<SearchField> fields = new ArrayList<>();
        List<JsonNode> elements =
                reading.array(json.path("highlight"), "/highlight", limits.highlights());
        for (int i = 0; i < elements.size(); i++) {
            SearchField field =
                    reading.field(elements.get(i), Json.at("/highlight", i), EnumSet.of(Type.TEXT));
            if (field != null) {
                fields.add(field);
            }
        }
        return fields;
    }
}
