package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchField.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of a query and collects what is wrong with them, so that a caller hears all of it
 * at once. What cannot be read is null.
 */
final class Reading {
    private static final String REQUIRED = "is required";

    private final Map<String, SearchField> declared = new TreeMap<>();
    private final List<Violation> found = new ArrayList<>();

    Reading(List<SearchField> fields) {
        fields.forEach(field -> declared.put(field.name(), field));
    }

    List<Violation> found() {
        return found;
    }

    void wrong(String at, String message) {
        found.add(new Violation(at, message));
    }

    /** Whether it is an object; members that are not among these are wrong. */
    boolean object(JsonNode json, String at, Set<String> known) {
        if (!json.isObject()) {
            wrong(at, json.isMissingNode() ? REQUIRED : "must be an object");
            return false;
        }
        json.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                wrong(
                                        Json.at(at, name),
                                        "is not known here; there are "
                                                + String.join(
                                                        ", ", known.stream().sorted().toList()));
                            }
                        });
        return true;
    }

    /** The elements of an array of 1 to {@code most}. */
    List<JsonNode> array(JsonNode json, String at, int most) {
        if (!json.isArray()) {
            wrong(at, json.isMissingNode() ? REQUIRED : "must be an array");
            return List.of();
        }
        if (json.isEmpty() || json.size() > most) {
            wrong(at, "must have from 1 to " + most + " elements");
            return List.of();
        }
        List<JsonNode> elements = new ArrayList<>();
        json.forEach(elements::add);
        return elements;
    }

    @Nullable String text(JsonNode json, String at, int mostBytes) {
        if (!json.isTextual() || json.asText().isEmpty()) {
            wrong(at, json.isMissingNode() ? REQUIRED : "must be text, not empty");
            return null;
        }
        if (json.asText().getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            wrong(at, "must have at most " + mostBytes + " bytes of UTF-8");
            return null;
        }
        return json.asText();
    }

    /** One of these words; the default where there is none. */
    String word(JsonNode json, String at, List<String> words, String otherwise) {
        if (json.isMissingNode()) {
            return otherwise;
        }
        if (!json.isTextual() || !words.contains(json.asText())) {
            wrong(at, "must be one of " + String.join(", ", words));
            return otherwise;
        }
        return json.asText();
    }

    /** A whole number from 1 to {@code most}; the default where there is none. */
    int whole(JsonNode json, String at, int most, int otherwise) {
        if (json.isMissingNode()) {
            return otherwise;
        }
        if (!json.isIntegralNumber()
                || !json.canConvertToInt()
                || json.asInt() < 1
                || json.asInt() > most) {
            wrong(at, "must be a whole number from 1 to " + most);
            return otherwise;
        }
        return json.asInt();
    }

    @Nullable Double number(JsonNode json, String at, double least, double most) {
        if (!json.isNumber() || !(json.doubleValue() >= least && json.doubleValue() <= most)) {
            wrong(
                    at,
                    json.isMissingNode()
                            ? REQUIRED
                            : "must be a number from " + least + " to " + most);
            return null;
        }
        return json.doubleValue();
    }

    boolean flag(JsonNode json, String at, boolean otherwise) {
        if (json.isMissingNode()) {
            return otherwise;
        }
        if (!json.isBoolean()) {
            wrong(at, "must be true or false");
            return otherwise;
        }
        return json.asBoolean();
    }

    /** A declared field of one of these types. */
    @Nullable SearchField field(JsonNode json, String at, Set<Type> types) {
        if (!json.isTextual()) {
            wrong(at, json.isMissingNode() ? REQUIRED : "must be the name of a declared field");
            return null;
        }
        SearchField field = declared.get(json.asText());
        if (field == null) {
            wrong(at, "is not a declared field; there are " + String.join(", ", declared.keySet()));
            return null;
        }
        if (!types.contains(field.type())) {
            wrong(
                    at,
                    "is of the type %s; this is for %s"
                            .formatted(
                                    words(List.of(field.type())),
                                    words(types.stream().sorted().toList())));
            return null;
        }
        return field;
    }

    private static String words(List<Type> types) {
        return String.join(
                ", ", types.stream().map(type -> type.word().replace('_', '-')).toList());
    }
}
