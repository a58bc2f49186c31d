package io.quarry.metadata.namespace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.problem.ProblemException;

/** Specs written as a client writes them. */
final class Specs {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Specs() {}

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(text, notJson);
        }
    }

    /** A key-value namespace with these members besides, such as {@code "ttl": "P1D"}. */
    static JsonNode keyValue(String members) {
        return json(
                "{\"abstraction\": \"key-value\""
                        + (members.isEmpty() ? "" : ", " + members)
                        + "}");
    }

    /** As little as can be said of a namespace of this abstraction. */
    static String least(String abstraction) {
        return "{\"abstraction\": \"%s\"%s}"
                .formatted(
                        abstraction,
                        switch (abstraction) {
                            case "search" ->
                                    ", \"search\": {\"fields\": {\"title\": {\"type\": \"text\"}}}";
                            case "dataset" ->
                                    ", \"dataset\": {\"types\": {\"A\": {\"fields\": {\"i\":"
                                            + " \"int\"}, \"primary_key\": [\"i\"]}}}";
                            default -> "";
                        });
    }

    /** Read but not validated, so that it may say what {@link NamespaceSpecs#parse} refuses. */
    static NamespaceSpec read(JsonNode json) {
        return requireNonNull(new SpecReader().read(json));
    }

    /** What {@link NamespaceSpecs#parse} says to what it must refuse. */
    static ProblemException refusal(JsonNode json) {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> NamespaceSpecs.parse(json));
        assertThat(refusal).as(json.toString()).isNotNull();
        return refusal;
    }
}
