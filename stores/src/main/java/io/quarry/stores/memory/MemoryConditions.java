package io.quarry.stores.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Document;
import io.quarry.stores.spi.search.Nearest;
import io.quarry.stores.spi.search.SearchField;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Whether one document meets a condition, and how many words of it: the score. */
final class MemoryConditions {
    private static final double EARTH_METERS = 6_371_008.7714;

    private MemoryConditions() {}

    static boolean meets(Condition condition, Document document) {
        return switch (condition) {
            case Condition.Match match -> words(match, document) > 0;
            case Condition.Terms(SearchField field, List<JsonNode> values) ->
                    values(field, document).stream()
                            .anyMatch(
                                    held ->
                                            values.stream()
                                                    .anyMatch(
                                                            value ->
                                                                    order(field, held, value)
                                                                            == 0));
            case Condition.Range range -> meets(range, document);
            case Condition.Exists(SearchField field) -> !values(field, document).isEmpty();
            case Condition.Prefix(SearchField field, String prefix) ->
                    values(field, document).stream()
                            .anyMatch(value -> value.asText().startsWith(prefix));
            case Condition.Near near ->
                    values(near.field(), document).stream()
                            .anyMatch(point -> meters(near, point) <= near.meters());
            case Condition.All(List<Condition> all) ->
                    all.stream().allMatch(each -> meets(each, document));
            case Condition.Any(List<Condition> any) ->
                    any.stream().anyMatch(each -> meets(each, document));
            case Condition.None(List<Condition> none) ->
                    none.stream().noneMatch(each -> meets(each, document));
        };
    }

    static double score(Condition condition, Document document) {
        return switch (condition) {
            case Condition.Match match -> words(match, document);
            case Condition.All(List<Condition> all) -> sum(all, document);
            case Condition.Any(List<Condition> any) -> sum(any, document);
            case Condition.Terms _,
                    Condition.Range _,
                    Condition.Exists _,
                    Condition.Prefix _,
                    Condition.Near _,
                    Condition.None _ ->
                    0;
        };
    }

    private static double sum(List<Condition> conditions, Document document) {
        return conditions.stream()
                .filter(condition -> meets(condition, document))
                .mapToDouble(condition -> score(condition, document))
                .sum();
    }

    /** How many of the words asked for are there; 0 where too few are. */
    private static long words(Condition.Match match, Document document) {
        List<String> asked = MemoryWords.of(match.field(), match.text());
        long most = 0;
        for (JsonNode value : values(match.field(), document)) {
            List<String> there = MemoryWords.of(match.field(), value.asText());
            Set<String> found = new HashSet<>(asked);
            found.retainAll(there);
            boolean enough =
                    switch (match.words()) {
                        case ANY -> true;
                        case ALL -> there.containsAll(asked);
                        case PHRASE -> Collections.indexOfSubList(there, asked) >= 0;
                    };
            most = Math.max(most, enough ? found.size() : 0);
        }
        return most;
    }

    private static boolean meets(Condition.Range range, Document document) {
        SearchField field = range.field();
        Condition.Bound from = range.from();
        Condition.Bound to = range.to();
        return values(field, document).stream()
                .anyMatch(
                        value ->
                                (from == null || isWithin(order(field, value, from.value()), from))
                                        && (to == null
                                                || isWithin(-order(field, value, to.value()), to)));
    }

    private static boolean isWithin(int order, Condition.Bound bound) {
        return bound.inclusive() ? order >= 0 : order > 0;
    }

    static double cosine(Nearest nearest, Document document) {
        JsonNode vector = document.fields().path(nearest.field().name());
        double product = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < vector.size(); i++) {
            double asked = nearest.vector().get(i);
            double there = vector.get(i).asDouble();
            product += asked * there;
            one += asked * asked;
            other += there * there;
        }
        return (1 + product / Math.sqrt(one * other)) / 2;
    }

    /** The haversine formula. */
    private static double meters(Condition.Near near, JsonNode point) {
        double latitude = Math.toRadians(point.path("lat").asDouble());
        double fromLatitude = Math.toRadians(near.latitude());
        double up = Math.sin((latitude - fromLatitude) / 2);
        double across =
                Math.sin(Math.toRadians(point.path("lon").asDouble() - near.longitude()) / 2);
        double chord = up * up + Math.cos(latitude) * Math.cos(fromLatitude) * across * across;
        return 2 * EARTH_METERS * Math.asin(Math.min(1, Math.sqrt(chord)));
    }

    /** The values of a field, none where there is none. */
    static List<JsonNode> values(SearchField field, Document document) {
        JsonNode held = document.fields().path(field.name());
        if (held.isArray() && field.type() != SearchField.Type.DENSE_VECTOR) {
            return StreamSupport.stream(held.spliterator(), false)
                    .filter(value -> !value.isNull())
                    .toList();
        }
        return held.isMissingNode() || held.isNull() ? List.of() : List.of(held);
    }

    private static int order(SearchField field, JsonNode one, JsonNode other) {
        JsonNode a = comparable(field, one);
        JsonNode b = comparable(field, other);
        return a.isTextual()
                ? a.asText().compareTo(b.asText())
                : a.decimalValue().compareTo(b.decimalValue());
    }

    /** Text of keywords, and a number of everything else. */
    static JsonNode comparable(SearchField field, JsonNode value) {
        return switch (field.type()) {
            case DATE -> LongNode.valueOf(millis(value.asText()));
            case BOOLEAN -> LongNode.valueOf(value.asBoolean() ? 1 : 0);
            case KEYWORD, TEXT, LONG, DOUBLE, GEO_POINT, DENSE_VECTOR -> value;
        };
    }

    private static long millis(String text) {
        Instant instant =
                text.indexOf('T') < 0
                        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                        : OffsetDateTime.parse(text).toInstant();
        return instant.toEpochMilli();
    }
}
