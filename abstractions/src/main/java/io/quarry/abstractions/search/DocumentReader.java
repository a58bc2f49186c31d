package io.quarry.abstractions.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarry.stores.spi.search.SearchField;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes documents apart into what is indexed and the rest, and puts them together again. */
final class DocumentReader {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, SearchField> declared;
    private final SearchLimits limits;
    private final FieldValues values;

    /** The two parts of a document. */
    record Parts(ObjectNode fields, ObjectNode rest) {}

    DocumentReader(SearchSettings settings) {
        this.declared =
                settings.fields().stream()
                        .collect(Collectors.toMap(SearchField::name, Function.identity()));
        this.limits = settings.limits();
        this.values = new FieldValues(limits);
    }

    /**
     * @param at where the document was sent
     * @param found takes what is wrong with it
     */
    Parts read(ObjectNode document, String at, List<Violation> found) {
        ObjectNode fields = JSON.objectNode();
        ObjectNode rest = JSON.objectNode();
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            SearchField field = declared.get(member.getKey());
            JsonNode value = member.getValue();
            if (field == null || value.isNull()) {
                rest.set(member.getKey(), value);
            } else {
                check(field, value, Json.at(at, field.name()), found);
                fields.set(field.name(), value);
            }
        }
        return new Parts(fields, rest);
    }

    private void check(SearchField field, JsonNode value, String at, List<Violation> found) {
        if (!value.isArray() || field.type() == SearchField.Type.DENSE_VECTOR) {
            checkOne(field, value, at, found);
            return;
        }
        if (value.size() > limits.values()) {
            found.add(new Violation(at, "must have at most " + limits.values() + " values"));
            return;
        }
        for (int i = 0; i < value.size(); i++) {
            checkOne(field, value.get(i), Json.at(at, i), found);
        }
    }

    private void checkOne(SearchField field, JsonNode value, String at, List<Violation> found) {
        String wrong = values.wrong(field, value);
        if (wrong != null) {
            found.add(new Violation(at, wrong));
        }
    }

    /** The document as it was written, but for the order of its members. */
    static ObjectNode whole(ObjectNode fields, ObjectNode rest) {
        ObjectNode whole = JSON.objectNode();
        whole.setAll(fields);
        whole.setAll(rest);
        return whole;
    }

    @Nullable SearchField field(String name) {
        return declared.get(name);
    }

    List<String> names() {
        return declared.keySet().stream().sorted().toList();
    }
}
