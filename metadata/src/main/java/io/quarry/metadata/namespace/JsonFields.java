package io.quarry.metadata.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.problem.Violation;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of objects as what they ought to be, and collects where they are something else. A
 * path is that of the object, empty for the outermost.
 */
final class JsonFields {
    private final List<Violation> violations = new ArrayList<>();
    private int unknown;

    List<Violation> violations() {
        return violations;
    }

    int unknown() {
        return unknown;
    }

    void wrong(String field, String message) {
        violations.add(new Violation(field, message));
    }

    @Nullable IsoDuration duration(JsonNode json, String path, String name) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        String field = field(path, name);
        if (!value.isTextual()) {
            violations.add(new Violation(field, "must be text"));
            return null;
        }
        try {
            return IsoDuration.of(value.textValue());
        } catch (DateTimeParseException notIso) {
            violations.add(
                    new Violation(field, "must be an ISO-8601 duration such as P90D or PT1H"));
            return null;
        }
    }

    <E> @Nullable E choice(
            JsonNode json, String path, String name, E[] values, Function<E, String> wire) {
        String text = text(json, path, name);
        if (text == null) {
            return null;
        }
        for (E value : values) {
            if (wire.apply(value).equals(text)) {
                return value;
            }
        }
        violations.add(
                new Violation(
                        field(path, name),
                        "must be one of "
                                + String.join(", ", Arrays.stream(values).map(wire).toList())));
        return null;
    }

    @Nullable String text(JsonNode json, String path, String name) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        if (!value.isTextual()) {
            violations.add(new Violation(field(path, name), "must be text"));
            return null;
        }
        return value.textValue();
    }

    @Nullable List<String> texts(JsonNode json, String path, String name) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        List<String> texts = new ArrayList<>();
        boolean wellSaid = value.isArray();
        for (JsonNode each : value) {
            wellSaid &= each.isTextual();
            texts.add(each.asText());
        }
        if (!wellSaid) {
            violations.add(new Violation(field(path, name), "must be a list of texts"));
            return null;
        }
        return texts;
    }

    boolean flag(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!absent(value) && !value.isBoolean()) {
            violations.add(new Violation(name, "must be true or false"));
        }
        return !absent(value) && value.booleanValue();
    }

    @Nullable Double number(JsonNode json, String path, String name) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        if (!value.isNumber()) {
            violations.add(new Violation(field(path, name), "must be a number"));
            return null;
        }
        return value.doubleValue();
    }

    @Nullable Long whole(JsonNode json, String path, String name, long most) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() > most
                || value.longValue() < -most) {
            violations.add(new Violation(field(path, name), "must be a whole number"));
            return null;
        }
        return value.longValue();
    }

    boolean object(String path, JsonNode json) {
        if (!json.isObject()) {
            violations.add(new Violation(path.isEmpty() ? "body" : path, "must be an object"));
            return false;
        }
        return true;
    }

    void known(String path, JsonNode json, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!names.contains(field.getKey())) {
                unknown++;
                violations.add(new Violation(field(path, field.getKey()), "is not known"));
            }
        }
    }

    static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    static boolean absent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }

    private static String field(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
