package io.quarry.stores.spi.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a document has to meet. A field that has several values meets a condition if one of them
 * does. Values of dates are instants of ISO-8601 in UTC with three digits of milliseconds, so that
 * none stands for a whole second or day.
 */
public sealed interface Condition {
    /** How many of a text's words have to be there. */
    enum Words {
        ANY,
        ALL,
        /** All, side by side and in order. */
        PHRASE
    }

    /** A field of text holds words, made of both texts by the field's analyzer. */
    record Match(SearchField field, String text, Words words) implements Condition {}

    /** A field holds one of these values exactly. */
    record Terms(SearchField field, List<JsonNode> values) implements Condition {
        public Terms {
            values = List.copyOf(values);
        }
    }

    /** A field holds a value between these; null is no bound. */
    record Range(SearchField field, @Nullable Bound from, @Nullable Bound to)
            implements Condition {}

    /** An end of a range. */
    record Bound(JsonNode value, boolean inclusive) {}

    /** A field holds anything. */
    record Exists(SearchField field) implements Condition {}

    /** A keyword begins so. */
    record Prefix(SearchField field, String prefix) implements Condition {}

    /** A point lies at most so far from another, in meters on the sphere. */
    record Near(SearchField field, double latitude, double longitude, double meters)
            implements Condition {}

    /** Each is met; every document meets none at all. */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }
    }

    /** One at least is met. */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }
    }

    /** Not one is met. */
    record None(List<Condition> conditions) implements Condition {
        public None {
            conditions = List.copyOf(conditions);
        }
    }

    /** What every document meets. */
    Condition EVERYTHING = new All(List.of());

    /** Whether some documents meet it better than others. */
    default boolean scores() {
        return switch (this) {
            case Match _ -> true;
            case All(List<Condition> conditions) -> conditions.stream().anyMatch(Condition::scores);
            case Any(List<Condition> conditions) -> conditions.stream().anyMatch(Condition::scores);
            case Terms _, Range _, Exists _, Prefix _, Near _, None _ -> false;
        };
    }
}
