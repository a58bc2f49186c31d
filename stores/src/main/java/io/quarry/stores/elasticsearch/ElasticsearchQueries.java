package io.quarry.stores.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Facet;
import io.quarry.stores.spi.search.Nearest;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchRequest;
import io.quarry.stores.spi.search.Sort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request in Elasticsearch's words. Each word is written here and each name is that of a declared
 * field, so that nothing that a caller says reaches the cluster as anything but a value.
 */
public final class ElasticsearchQueries {
    /** Beyond it a total is a lower bound, which spares the cluster to count. */
    static final int COUNTED = 10_000;

    private static final int FRAGMENTS = 3;
    private static final int FRAGMENT_CHARS = 150;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String FIELD = "field";
    private static final String FILTER = "filter";
    private static final String RANGE = "range";

    private ElasticsearchQueries() {}

    /**
     * @param now what has expired by then is not found
     * @param keep how long a point in time is held from now on
     * @param timeout after which the shards are to give up
     */
    public static ObjectNode search(
            SearchRequest request, Instant now, Duration keep, Duration timeout) {
        ObjectNode body = JSON.objectNode();
        Nearest nearest = request.nearest();
        if (nearest == null) {
            body.set("query", live(request.where(), now));
        } else {
            body.set("knn", knn(nearest, request.where(), now));
        }
        body.set("sort", sort(request.sort()));
        body.put("size", request.limit());
        body.put("track_total_hits", COUNTED);
        body.put("timeout", Math.max(1, timeout.toMillis()) + "ms");
        if (!request.documents()) {
            body.putArray("_source").add(StoredDocument.TOKEN).add(StoredDocument.EXPIRES_AT);
        }
        if (!request.after().isEmpty()) {
            body.putArray("search_after").addAll(request.after());
        }
        String pointInTime = request.pointInTime();
        if (pointInTime != null) {
            body.putObject("pit").put("id", pointInTime).put("keep_alive", keep.toMillis() + "ms");
        }
        facets(body, request.facets());
        highlight(body, request.highlight());
        return body;
    }

    /** Deletions that are remembered, and what has expired, are not there. */
    private static ObjectNode live(Condition where, Instant now) {
        ObjectNode query = JSON.objectNode();
        ObjectNode bool = query.putObject("bool");
        if (!where.equals(Condition.EVERYTHING)) {
            bool.putArray(where.scores() ? "must" : FILTER).add(condition(where));
        }
        ArrayNode not = bool.putArray("must_not");
        not.addObject().putObject("term").put(StoredDocument.DELETED, true);
        not.addObject()
                .putObject(RANGE)
                .putObject(StoredDocument.EXPIRES_AT)
                .put("lte", StoredDocument.micros(now));
        return query;
    }

    private static ObjectNode knn(Nearest nearest, Condition where, Instant now) {
        ObjectNode knn = JSON.objectNode();
        knn.put(FIELD, path(nearest.field()));
        ArrayNode vector = knn.putArray("query_vector");
        nearest.vector().forEach(vector::add);
        knn.put("k", nearest.count());
        knn.put("num_candidates", nearest.candidates());
        knn.set(FILTER, live(where, now));
        return knn;
    }

    static ObjectNode condition(Condition condition) {
        ObjectNode query = JSON.objectNode();
        switch (condition) {
            case Condition.Match match -> match(query, match);
            case Condition.Terms(SearchField field, List<JsonNode> values) ->
                    query.putObject("terms").putArray(path(field)).addAll(values);
            case Condition.Range range ->
                    bounds(query.putObject(RANGE).putObject(path(range.field())), range);
            case Condition.Exists(SearchField field) ->
                    query.putObject("exists").put(FIELD, path(field));
            case Condition.Prefix(SearchField field, String prefix) ->
                    query.putObject("prefix").putObject(path(field)).put("value", prefix);
            case Condition.Near near -> {
                ObjectNode distance = query.putObject("geo_distance");
                distance.put("distance", near.meters() + "m");
                distance.putObject(path(near.field()))
                        .put("lat", near.latitude())
                        .put("lon", near.longitude());
            }
            case Condition.All(List<Condition> all) -> all(query.putObject("bool"), all);
            case Condition.Any(List<Condition> any) -> {
                ObjectNode bool = query.putObject("bool");
                ArrayNode should = bool.putArray("should");
                any.forEach(each -> should.add(scoredOrNot(each)));
                bool.put("minimum_should_match", 1);
            }
            case Condition.None(List<Condition> none) -> {
                ArrayNode not = query.putObject("bool").putArray("must_not");
                none.forEach(each -> not.add(condition(each)));
            }
        }
        return query;
    }

    /** What no score depends on is filtered, which is cheaper and kept in caches. */
    private static void all(ObjectNode bool, List<Condition> conditions) {
        ArrayNode must = JSON.arrayNode();
        ArrayNode filter = JSON.arrayNode();
        conditions.forEach(each -> (each.scores() ? must : filter).add(condition(each)));
        if (!must.isEmpty()) {
            bool.set("must", must);
        }
        if (!filter.isEmpty()) {
            bool.set(FILTER, filter);
        }
    }

    /** Beside conditions that score, one that does not adds nothing. */
    private static ObjectNode scoredOrNot(Condition condition) {
        if (condition.scores()) {
            return condition(condition);
        }
        ObjectNode query = JSON.objectNode();
        ObjectNode constant = query.putObject("constant_score");
        constant.set(FILTER, condition(condition));
        constant.put("boost", 0);
        return query;
    }

    private static void match(ObjectNode query, Condition.Match match) {
        switch (match.words()) {
            case PHRASE ->
                    query.putObject("match_phrase")
                            .putObject(path(match.field()))
                            .put("query", match.text());
            case ANY, ALL ->
                    query.putObject("match")
                            .putObject(path(match.field()))
                            .put("query", match.text())
                            .put("operator", match.words() == Condition.Words.ALL ? "and" : "or");
        }
    }

    private static void bounds(ObjectNode range, Condition.Range condition) {
        Condition.Bound from = condition.from();
        if (from != null) {
            range.set(from.inclusive() ? "gte" : "gt", from.value());
        }
        Condition.Bound to = condition.to();
        if (to != null) {
            range.set(to.inclusive() ? "lte" : "lt", to.value());
        }
    }

    /** The id at the end makes the order a total one, so that every page has a place to begin. */
    private static ArrayNode sort(List<Sort> sorts) {
        ArrayNode sort = JSON.arrayNode();
        for (Sort each : sorts) {
            SearchField field = each.field();
            ObjectNode key = sort.addObject().putObject(field == null ? "_score" : path(field));
            key.put("order", each.descending() ? "desc" : "asc");
            if (field != null) {
                key.put("missing", "_last");
            }
        }
        sort.addObject().putObject(StoredDocument.ID).put("order", "asc");
        return sort;
    }

    /** By position, since what callers call them may mean something to the cluster. */
    private static void facets(ObjectNode body, List<Facet> facets) {
        if (facets.isEmpty()) {
            return;
        }
        ObjectNode all = body.putObject("aggs");
        for (int i = 0; i < facets.size(); i++) {
            ObjectNode facet = all.putObject(Integer.toString(i));
            switch (facets.get(i)) {
                case Facet.Values(_, SearchField field, int most) ->
                        facet.putObject("terms").put(FIELD, path(field)).put("size", most);
                case Facet.Ranges(_, SearchField field, List<Condition.Range> ranges) ->
                        ranges(facet, field, ranges);
            }
        }
    }

    /** One filter for each, which tells inclusive bounds apart where a range aggregation cannot. */
    private static void ranges(ObjectNode facet, SearchField field, List<Condition.Range> ranges) {
        ObjectNode filters = facet.putObject("filters").putObject("filters");
        for (int i = 0; i < ranges.size(); i++) {
            filters.set(
                    Integer.toString(i),
                    condition(
                            new Condition.Range(field, ranges.get(i).from(), ranges.get(i).to())));
        }
    }

    private static void highlight(ObjectNode body, List<SearchField> fields) {
        if (fields.isEmpty()) {
            return;
        }
        ObjectNode highlight = body.putObject("highlight");
        highlight.put("encoder", "html");
        highlight.put("number_of_fragments", FRAGMENTS);
        highlight.put("fragment_size", FRAGMENT_CHARS);
        ObjectNode each = highlight.putObject("fields");
        fields.forEach(field -> each.putObject(path(field)));
    }

    private static String path(SearchField field) {
        return StoredDocument.path(field.name());
    }

    /** What a hit's highlight of a path is of. */
    static @Nullable String fieldOf(String path) {
        String prefix = StoredDocument.path("");
        return path.startsWith(prefix) ? path.substring(prefix.length()) : null;
    }
}
