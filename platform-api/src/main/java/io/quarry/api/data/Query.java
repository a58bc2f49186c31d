package io.quarry.api.data;

import io.quarry.metadata.problem.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request. A parameter that the route does not know is refused: a misspelt range
 * must not delete a record.
 */
public final class Query {
    private static final Query NONE = new Query(Map.of());

    private final Map<String, List<String>> values;

    private Query(Map<String, List<String>> values) {
        this.values = values;
    }

    public static Query parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return NONE;
        }
        var values = new LinkedHashMap<String, List<String>>();
        for (var start = 0; start <= raw.length(); ) {
            var end = raw.indexOf('&', start);
            end = end < 0 ? raw.length() : end;
            if (end > start) {
                var pair = raw.substring(start, end);
                var equals = pair.indexOf('=');
                var name = text(equals < 0 ? pair : pair.substring(0, equals), "query");
                var value = equals < 0 ? "" : text(pair.substring(equals + 1), name);
                values.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(value);
            }
            start = end + 1;
        }
        return new Query(values);
    }

    private static String text(String raw, String field) {
        try {
            var bytes = Percent.decode(raw, true);
            if (Percent.isUtf8(bytes)) {
                return new String(bytes, StandardCharsets.UTF_8);
            }
        } catch (Percent.Malformed e) {
            throw Refusals.invalid(field, e.why());
        }
        throw Refusals.invalid(field, "is not percent-encoded UTF-8");
    }

    public Query allowing(Set<String> names) {
        if (!values.isEmpty() && !names.containsAll(values.keySet())) {
            throw Refusals.unknown(
                    values.keySet().stream()
                            .filter(name -> !names.contains(name))
                            .map(name -> new Violation(name, "is not a parameter of this route"))
                            .toList());
        }
        return this;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    public @Nullable String one(String name) {
        var all = values.get(name);
        if (all == null) {
            return null;
        }
        if (all.size() > 1) {
            throw Refusals.invalid(name, "may be given once");
        }
        return all.getFirst();
    }

    public boolean flag(String name) {
        return switch (one(name)) {
            case null -> false;
            case "true", "" -> true;
            case "false" -> false;
            case String _ -> throw Refusals.invalid(name, "must be true or false");
        };
    }

    /**
     * A number from {@code least} up; above {@code most} it is lowered to that, as page sizes are.
     */
    public int atMost(String name, int least, int most, int byDefault) {
        var text = one(name);
        return text == null ? byDefault : (int) Math.min(number(name, text, least), most);
    }

    public long number(String name, String text, long least) {
        try {
            var number = Long.parseLong(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, in the same words
        }
        throw Refusals.invalid(name, "must be a whole number, at least " + least);
    }
}
