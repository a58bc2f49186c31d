package io.quarry.api.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A route as the contract in the repository has it.
 *
 * @param path with its parameters in braces
 * @param parameters of the path, the query and the headers
 * @param body whether it takes one
 * @param facts all that the contract says of it
 */
public record ContractRoute(
        String method, String path, Set<String> parameters, boolean body, JsonNode facts) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");

    /** All below that path. */
    public static List<ContractRoute> below(String prefix) throws IOException {
        var contract =
                new ObjectMapper(new YAMLFactory())
                        .readTree(Path.of("..", "docs", "openapi.yaml").toFile());
        var routes = new ArrayList<ContractRoute>();
        for (var path : contract.path("paths").properties()) {
            if (path.getKey().startsWith(prefix)) {
                for (var operation : path.getValue().properties()) {
                    if (METHODS.contains(operation.getKey())) {
                        routes.add(of(operation.getKey(), path.getKey(), operation.getValue()));
                    }
                }
            }
        }
        return routes;
    }

    private static ContractRoute of(String method, String path, JsonNode operation) {
        var parameters = new HashSet<String>();
        for (var parameter : operation.path("parameters")) {
            parameters.add(parameter.path("name").asText());
        }
        return new ContractRoute(
                method.toUpperCase(Locale.ROOT),
                path,
                Set.copyOf(parameters),
                operation.has("requestBody"),
                operation);
    }

    public String operationId() {
        return facts.path("operationId").asText();
    }

    /** Whether it may change something. */
    public boolean changes() {
        return !method.equals("GET");
    }

    /** What the contract gives as an example of its body; empty where it takes none. */
    public String exampleBody() {
        return facts.path("requestBody").findPath("examples").findPath("value").toString();
    }

    public boolean takes(String parameter) {
        return parameters.contains(parameter);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
