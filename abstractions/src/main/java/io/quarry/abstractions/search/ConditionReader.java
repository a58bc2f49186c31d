package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.stores.spi.search.Condition;
import io.quarry.stores.spi.search.Condition.Bound;
import io.quarry.stores.spi.search.Condition.Words;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchField.Type;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions: objects of one member, whose name says what the condition is. One that cannot
 * be read stands as {@link Condition#EVERYTHING} in a query that is refused.
 */
final class ConditionReader {
    static final Set<Type> ORDERED = EnumSet.of(Type.KEYWORD, Type.LONG, Type.DOUBLE, Type.DATE);

    private static final Set<Type> EXACT =
            EnumSet.of(Type.KEYWORD, Type.LONG, Type.DOUBLE, Type.DATE, Type.BOOLEAN);
    private static final Set<Type> ALL_TYPES = EnumSet.allOf(Type.class);
    private static final List<String> KINDS =
            List.of(
                    "match", "term", "terms", "range", "exists", "prefix", "near", "all", "any",
                    "none");
    private static final List<String> WORDS =
            Stream.of(Words.values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
    private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte");

    /** Half the way around the earth; farther is no condition. */
    private static final double FARTHEST_METERS = 20_015_000;

    private static final String FIELD = "field";
    private static final String VALUE = "value";

    private final Reading reading;
    private final SearchLimits limits;
    private final FieldValues values;
    private int read;

    ConditionReader(Reading reading, SearchLimits limits) {
        this.reading = reading;
        this.limits = limits;
        this.values = new FieldValues(limits);
    }

    Condition read(JsonNode json, String at) {
        return read(json, at, 1);
    }

    private Condition read(JsonNode json, String at, int depth) {
        read++;
        if (depth > limits.depth()) {
            reading.wrong(at, "lies deeper than " + limits.depth());
            return Condition.EVERYTHING;
        }
        if (read == limits.conditions() + 1) {
            reading.wrong(at, "is one condition more than " + limits.conditions());
        }
        if (read > limits.conditions()) {
            return Condition.EVERYTHING;
        }
        if (!json.isObject() || json.size() != 1) {
            reading.wrong(at, "must be an object of one member: " + String.join(", ", KINDS));
            return Condition.EVERYTHING;
        }
        Map.Entry<String, JsonNode> member = json.properties().iterator().next();
        String inside = Json.at(at, member.getKey());
        JsonNode said = member.getValue();
        Condition condition =
                switch (member.getKey()) {
                    case "match" -> match(said, inside);
                    case "term" -> term(said, inside);
                    case "terms" -> terms(said, inside);
                    case "range" -> range(said, inside);
                    case "exists" -> exists(said, inside);
                    case "prefix" -> prefix(said, inside);
                    case "near" -> near(said, inside);
                    case "all" -> new Condition.All(conditions(said, inside, depth));
                    case "any" -> new Condition.Any(conditions(said, inside, depth));
                    case "none" -> new Condition.None(conditions(said, inside, depth));
                    default -> {
                        reading.wrong(inside, "is none of " + String.join(", ", KINDS));
                        yield null;
                    }
                };
        return Objects.requireNonNullElse(condition, Condition.EVERYTHING);
    }

    private List<Condition> conditions(JsonNode json, String at, int depth) {
        List<Condition> all = new ArrayList<>();
        List<JsonNode> elements = reading.array(json, at, limits.conditions());
        for (int i = 0; i < elements.size(); i++) {
            all.add(read(elements.get(i), Json.at(at, i), depth + 1));
        }
        return all;
    }

    private @Nullable Condition match(JsonNode json, String at) {
        if (!reading.object(json, at, Set.of(FIELD, "text", "words"))) {
            return null;
        }
        SearchField field = field(json, at, EnumSet.of(Type.TEXT));
        String text = reading.text(json.path("text"), Json.at(at, "text"), limits.textBytes());
        String words = reading.word(json.path("words"), Json.at(at, "words"), WORDS, WORDS.get(0));
        return field == null || text == null
                ? null
                : new Condition.Match(field, text, Words.valueOf(words.toUpperCase(Locale.ROOT)));
    }

    private @Nullable Condition term(JsonNode json, String at) {
        if (!reading.object(json, at, Set.of(FIELD, VALUE))) {
            return null;
        }
        SearchField field = field(json, at, EXACT);
        JsonNode value = value(field, json.path(VALUE), Json.at(at, VALUE));
        return field == null || value == null ? null : new Condition.Terms(field, List.of(value));
    }

    private @Nullable Condition terms(JsonNode json, String at) {
        if (!reading.object(json, at, Set.of(FIELD, "values"))) {
            return null;
        }
        SearchField field = field(json, at, EXACT);
        String inside = Json.at(at, "values");
        List<JsonNode> elements = reading.array(json.path("values"), inside, limits.terms());
        List<JsonNode> terms = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            JsonNode value = value(field, elements.get(i), Json.at(inside, i));
            if (value != null) {
                terms.add(value);
            }
        }
        return field == null ? null : new Condition.Terms(field, terms);
    }

    private Condition.@Nullable Range range(JsonNode json, String at) {
        if (!reading.object(json, at, Set.of(FIELD, "gt", "gte", "lt", "lte"))) {
            return null;
        }
        return bounds(field(json, at, ORDERED), json, at);
    }

    /** A range of a facet, whose field is said once for all. */
    Condition.@Nullable Range rangeOf(@Nullable SearchField field, JsonNode json, String at) {
        return reading.object(json, at, BOUNDS) ? bounds(field, json, at) : null;
    }

    private Condition.@Nullable Range bounds(
            @Nullable SearchField field, JsonNode json, String at) {
        Bound from = bound(field, json, at, "gte", "gt");
        Bound to = bound(field, json, at, "lte", "lt");
        if (from == null && to == null) {
            if (BOUNDS.stream().noneMatch(json::has)) {
                reading.wrong(at, "must have a bound: gt, gte, lt, lte");
            }
            return null;
        }
        return field == null ? null : new Condition.Range(field, from, to);
    }

    private @Nullable Bound bound(
            @Nullable SearchField field,
            JsonNode json,
            String at,
            String inclusive,
            String exclusive) {
        if (json.has(inclusive) && json.has(exclusive)) {
            reading.wrong(at, "must have one of " + inclusive + " and " + exclusive);
            return null;
        }
        String name = json.has(inclusive) ? inclusive : exclusive;
        if (!json.has(name)) {
            return null;
        }
        JsonNode value = value(field, json.path(name), Json.at(at, name));
        return value == null ? null : new Bound(value, name.equals(inclusive));
    }

    private @Nullable Condition exists(JsonNode json, String at) {
        if (!reading.object(json, at, Set.of(FIELD))) {
            return null;
        }
        SearchField field = field(json, at, ALL_TYPES);
        return field == null ? null : new Condition.Exists(field);
    }

    private @Nullable Condition prefix(JsonNode json, String at) {
        if (!reading.object(json, at, Set.of(FIELD, VALUE))) {
            return null;
        }
        SearchField field = field(json, at, EnumSet.of(Type.KEYWORD));
        String prefix = reading.text(json.path(VALUE), Json.at(at, VALUE), limits.keywordBytes());
        return field == null || prefix == null ? null : new Condition.Prefix(field, prefix);
    }

    private @Nullable Condition near(JsonNode json, String at) {
        if (!reading.object(json, at, Set.of(FIELD, "lat", "lon", "meters"))) {
            return null;
        }
        SearchField field = field(json, at, EnumSet.of(Type.GEO_POINT));
        Double latitude = reading.number(json.path("lat"), Json.at(at, "lat"), -90, 90);
        Double longitude = reading.number(json.path("lon"), Json.at(at, "lon"), -180, 180);
        Double meters =
                reading.number(json.path("meters"), Json.at(at, "meters"), 1, FARTHEST_METERS);
        return field == null || latitude == null || longitude == null || meters == null
                ? null
                : new Condition.Near(field, latitude, longitude, meters);
    }

    private @Nullable SearchField field(JsonNode json, String at, Set<Type> types) {
        return reading.field(json.path(FIELD), Json.at(at, FIELD), types);
    }

    private @Nullable JsonNode value(@Nullable SearchField field, JsonNode json, String at) {
        if (json.isMissingNode()) {
            reading.wrong(at, "is required");
            return null;
        }
        String wrong = field == null ? null : values.wrong(field, json);
        if (wrong != null) {
            reading.wrong(at, wrong);
        }
        return field == null || wrong != null ? null : FieldValues.canonical(field, json);
    }
}
