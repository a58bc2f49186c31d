package io.quarry.api.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import io.quarry.api.problem.Problem;
import io.quarry.api.problem.Statuses;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jspecify.annotations.Nullable;

/**
 * Completes the contract while it is built: what holds for every control route is said here once,
 * examples and query parameters come from {@code contract/control.json}, and a route that this file
 * does not know fails the build.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ContractFilter implements OASFilter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTROL = "/api/v1/";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        ContractSchemas.complete(api.getComponents());
        api.getComponents()
                .addSecurityScheme(
                        "bearer",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT"))
                .addSecurityScheme(
                        "session",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.COOKIE)
                                .name("q_session")
                                .description(
                                        "The portal's session; changes also need X-Requested-With: quarry-portal."));
        var known = read();
        for (var path : api.getPaths().getPathItems().entrySet()) {
            if (path.getKey().startsWith(CONTROL)) {
                complete(api, path.getKey(), path.getValue(), known);
            }
        }
    }

    private static void complete(OpenAPI api, String path, PathItem item, JsonNode known) {
        for (var entry : item.getOperations().entrySet()) {
            var operation = entry.getValue();
            var facts = known.get(String.valueOf(operation.getOperationId()));
            if (facts == null) {
                throw new IllegalStateException(
                        "contract/control.json lacks examples for "
                                + operation.getOperationId()
                                + " of "
                                + path);
            }
            for (var parameter : facts.path("parameters")) {
                operation.addParameter(parameter(parameter));
            }
            if (facts.has("request") && operation.getRequestBody() != null) {
                each(operation.getRequestBody().getContent(), "request", facts.get("request"));
                operation.getRequestBody().setRequired(true);
            }
            for (var other : facts.path("other_requests").properties()) {
                each(operation.getRequestBody().getContent(), other.getKey(), other.getValue());
            }
            ContractFacts.add(operation, facts);
            var responses = facts.path("responses");
            for (var answer : responses.properties()) {
                var status = answer.getKey().split(" ", 2);
                var content = operation.getResponses().getAPIResponse(status[0]).getContent();
                for (var example : answer.getValue().properties()) {
                    if (status.length == 2) {
                        content.getMediaType(status[1])
                                .addExample(example.getKey(), example(example.getValue()));
                    } else {
                        each(content, example.getKey(), example.getValue());
                    }
                }
            }
            operation.getResponses().getAPIResponses().values().forEach(ContractFilter::addHeaders);
            if (conditional(item, known)) {
                tag(entry.getKey(), operation);
            }
            operation.setSecurity(
                    List.of(
                            OASFactory.createSecurityRequirement().addScheme("bearer"),
                            OASFactory.createSecurityRequirement().addScheme("session")));
            for (var status : refusals(path, entry.getKey(), operation)) {
                refer(api, operation, status);
            }
        }
    }

    /** Whether a change of what the path names takes If-Match. */
    private static boolean conditional(PathItem item, JsonNode known) {
        return item.getOperations().values().stream()
                .flatMap(
                        operation ->
                                known.path(String.valueOf(operation.getOperationId()))
                                        .path("parameters")
                                        .valueStream())
                .anyMatch(parameter -> parameter.path("name").asText().equals("If-Match"));
    }

    /** What is shown says its revision. */
    private static void tag(PathItem.HttpMethod method, Operation operation) {
        if (method == PathItem.HttpMethod.DELETE || method == PathItem.HttpMethod.POST) {
            return;
        }
        for (var status : List.of("200", "201")) {
            var response = operation.getResponses().getAPIResponse(status);
            if (response != null) {
                header(response, "ETag", "the revision that is shown, for If-Match");
            }
        }
    }

    private static TreeSet<Integer> refusals(
            String path, PathItem.HttpMethod method, Operation operation) {
        var statuses = new TreeSet<>(List.of(400, 401, 406, 429, 500, 503));
        if (!path.endsWith("/me")) {
            statuses.add(403);
        }
        if (path.contains("{") || namesATenant(operation)) {
            statuses.add(404);
        }
        switch (method) {
            case PUT, PATCH -> statuses.addAll(List.of(409, 412, 413, 415, 422, 428));
            case DELETE -> statuses.addAll(List.of(409, 412, 413, 422));
            case POST -> {
                statuses.addAll(List.of(404, 409, 413, 422));
                if (operation.getRequestBody() != null) {
                    statuses.add(415);
                }
            }
            case GET, HEAD, OPTIONS, TRACE -> {}
        }
        return statuses;
    }

    /** The tenant may be out of sight. */
    private static boolean namesATenant(Operation operation) {
        var parameters = operation.getParameters();
        return parameters != null
                && parameters.stream().anyMatch(each -> each.getName().equals("tenant"));
    }

    private static void refer(OpenAPI api, Operation operation, int status) {
        var name = "Problem" + status;
        var responses = api.getComponents().getResponses();
        if (responses == null || !responses.containsKey(name)) {
            api.getComponents().addResponse(name, problem(status));
        }
        operation
                .getResponses()
                .addAPIResponse(
                        Integer.toString(status),
                        OASFactory.createAPIResponse().ref("#/components/responses/" + name));
    }

    private static APIResponse problem(int status) {
        var media =
                OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("#/components/schemas/Problem"));
        var titles = new ArrayList<String>();
        for (var code : ProblemCode.values()) {
            if (Statuses.of(code) == status) {
                titles.add(code.code());
                var example = Problem.of(new ProblemException(code, code.title() + "."));
                media.addExample(code.code(), example(parse(example.toJson())));
            }
        }
        var response =
                OASFactory.createAPIResponse()
                        .description(String.join(", ", titles))
                        .content(
                                OASFactory.createContent().addMediaType(Problem.MEDIA_TYPE, media));
        addHeaders(response);
        return response;
    }

    private static void addHeaders(APIResponse response) {
        header(response, "Quarry-Request-Id", "the id under which the request is logged");
        header(response, "RateLimit", "how many such requests may follow at once, and until when");
        header(
                response,
                "RateLimit-Policy",
                "how many such requests there may be in how many seconds");
        if (response.getDescription() != null && response.getDescription().contains("Location")) {
            header(response, "Location", "where the operation is");
        }
    }

    private static void header(APIResponse response, String name, String description) {
        response.addHeader(
                name,
                OASFactory.createHeader()
                        .description(description)
                        .schema(ContractSchemas.string()));
    }

    private static Parameter parameter(JsonNode facts) {
        var schema =
                OASFactory.createSchema()
                        .addType(
                                org.eclipse.microprofile.openapi.models.media.Schema.SchemaType
                                        .valueOf(
                                                facts.at("/schema/type")
                                                        .asText()
                                                        .toUpperCase(java.util.Locale.ROOT)));
        for (var value : facts.at("/schema/enum")) {
            schema.addEnumeration(value.asText());
        }
        if (facts.at("/schema").has("default")) {
            schema.setDefaultValue(plain(facts.at("/schema/default")));
        }
        return OASFactory.createParameter()
                .name(facts.get("name").asText())
                .in(
                        Parameter.In.valueOf(
                                facts.get("in").asText().toUpperCase(java.util.Locale.ROOT)))
                .description(facts.get("description").asText())
                .schema(schema);
    }

    private static void each(@Nullable Content content, String name, JsonNode value) {
        if (content != null) {
            content.getMediaTypes()
                    .forEach(
                            (type, media) -> {
                                if (!type.equals(AuditExport.NDJSON)) {
                                    media.addExample(name, example(value));
                                }
                            });
        }
    }

    private static Example example(JsonNode value) {
        return OASFactory.createExample().value(plain(value));
    }

    private static @Nullable Object plain(JsonNode value) {
        return JSON.convertValue(value, Object.class);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read() {
        try (var file = ContractFilter.class.getResourceAsStream("/contract/control.json")) {
            if (file == null) {
                throw new IllegalStateException("contract/control.json is missing");
            }
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
