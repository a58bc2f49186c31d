package io.quarry.api.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The written contract of an abstraction's data routes is the one that is served. */
public abstract class DataContract {
    private static final Set<String> METHODS =
            Set.of("get", "put", "patch", "delete", "post", "head");
    private final JsonNode contract = read();

    /** What every path of the abstraction begins with. */
    protected abstract String root();

    protected abstract List<? extends DataCall> calls();

    /** Whether a call can be refused for what is well-formed and still impossible. */
    protected abstract boolean hasLimits(DataCall call);

    private static JsonNode read() {
        try (var in = DataContract.class.getResourceAsStream("/META-INF/openapi.yaml")) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<JsonNode> operations(DataCall call) {
        return List.of(
                contract.path("paths")
                        .path(call.shape().template())
                        .path(call.method().name().toLowerCase(Locale.ROOT)));
    }

    @Test
    void documented_routes_are_the_registered_ones() {
        var documented = new ArrayList<String>();
        contract.path("paths")
                .fields()
                .forEachRemaining(
                        path ->
                                path.getValue()
                                        .fieldNames()
                                        .forEachRemaining(
                                                method -> {
                                                    if (METHODS.contains(method)
                                                            && path.getKey().startsWith(root())) {
                                                        documented.add(
                                                                method.toUpperCase(Locale.ROOT)
                                                                        + " "
                                                                        + path.getKey());
                                                    }
                                                }));
        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        calls().stream()
                                .map(call -> call.method().name() + " " + call.shape().template())
                                .toList());
    }

    @Test
    void documented_query_parameters_are_the_accepted_ones() {
        for (var call : calls()) {
            var path = contract.path("paths").path(call.shape().template());
            var named = new ArrayList<JsonNode>();
            path.path("parameters").forEach(named::add);
            operations(call).getFirst().path("parameters").forEach(named::add);
            var query =
                    named.stream()
                            .map(
                                    reference ->
                                            contract.at(
                                                    reference.path("$ref").asText().substring(1)))
                            .filter(parameter -> parameter.path("in").asText().equals("query"))
                            .map(parameter -> parameter.path("name").asText())
                            .collect(Collectors.toSet());
            assertThat(query).as(call.label()).isEqualTo(call.parameters());
        }
    }

    @Test
    void every_call_documents_its_problems_with_examples() {
        for (var call : calls()) {
            var responses = operations(call).getFirst().path("responses");
            var all = new ArrayList<>(List.of("400", "401", "403", "404", "429", "503", "504"));
            if (hasLimits(call)) {
                all.add("422");
            }
            if (!operations(call).getFirst().path("requestBody").isMissingNode()) {
                all.addAll(List.of("413", "415"));
            }
            for (var status : all) {
                var response =
                        contract.at(
                                responses.path(status).path("$ref").asText("#/none").substring(1));
                assertThat(response.at("/content/application~1problem+json/example/code").asText())
                        .as(call.label() + " " + status)
                        .isNotEmpty();
            }
        }
    }

    @Test
    void every_reference_leads_somewhere() {
        var references = contract.findValues("$ref");
        assertThat(references).isNotEmpty();
        assertThat(
                        StreamSupport.stream(references.spliterator(), false)
                                .map(JsonNode::asText)
                                .filter(reference -> !reference.endsWith("/schemas/Problem"))
                                .filter(
                                        reference ->
                                                contract.at(reference.substring(1))
                                                        .isMissingNode()))
                .isEmpty();
    }
}
