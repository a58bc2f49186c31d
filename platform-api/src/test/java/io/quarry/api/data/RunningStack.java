package io.quarry.api.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stack that runs already, by its environment: tokens of the demo principals, and namespaces made
 * through the control routes.
 */
final class RunningStack {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> ENDED =
            Set.of("SUCCEEDED", "FAILED", "CANCELLED", "NEEDS_ATTENTION");
    private static final String SPEC =
            """
            {"abstraction": "key-value", "description": "made by a test",
             "workload": {"reads_per_second": {"mid": 20000}, "writes_per_second": {"mid": 20000}}}
            """;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, String> environment;

    RunningStack(Map<String, String> environment) {
        this.environment = environment;
    }

    URI server() {
        return URI.create(variable("QUARRY_URL"));
    }

    private String variable(String name) {
        return variable(environment, name);
    }

    static String variable(Map<String, String> environment, String name) {
        return Objects.requireNonNull(
                environment.get(name),
                name + " is not set: these tests need a running stack, see ./quarry env");
    }

    /** An access token of a demo person, as ./quarry token gives it. */
    String token(String person) {
        return tokens.computeIfAbsent(person, this::freshToken);
    }

    String freshToken(String person) {
        return token(variable("QUARRY_TOKEN_URL"), "quarry-local", person, person);
    }

    /** Well signed, by the identity provider's other realm. */
    String tokenOfAnotherIssuer() {
        return token(
                variable("QUARRY_KEYCLOAK_URL") + "/realms/master/protocol/openid-connect/token",
                "admin-cli",
                variable("QUARRY_KEYCLOAK_ADMIN_USER"),
                variable("QUARRY_KEYCLOAK_ADMIN_PASSWORD"));
    }

    /** Of the right realm and person, for a program that is none of Quarry's. */
    String tokenForAnotherAudience(String person) {
        return token(variable("QUARRY_TOKEN_URL"), "admin-cli", person, person);
    }

    private String token(String url, String client, String user, String password) {
        var form =
                "grant_type=password&client_id="
                        + client
                        + "&username="
                        + user
                        + "&password="
                        + URLEncoder.encode(password, StandardCharsets.UTF_8);
        var answer =
                send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString(form)));
        return json(answer, 200).path("access_token").asText();
    }

    /** Makes a key-value namespace of tenant demo and returns when it is ACTIVE. */
    DataClient namespace(String name) {
        return namespace(name, SPEC);
    }

    DataClient namespace(String name, String spec) {
        var made =
                control("demo-developer", "/tenants/demo/namespaces/" + name)
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(spec));
        var operation = json(send(made), 202).path("id").asText();
        var state = "";
        do {
            var seen =
                    send(control("demo-developer", "/operations/" + operation + "?wait=10s").GET());
            var body = json(seen, 200);
            state = body.path("state").asText();
            if (ENDED.contains(state) && !state.equals("SUCCEEDED")) {
                throw new AssertionError("namespace " + name + " was not made: " + body);
            }
        } while (!state.equals("SUCCEEDED"));
        return new DataClient(server(), "demo/" + name, token("demo-developer"));
    }

    /** Lets a namespace go at once. */
    void drop(String name) {
        var gone =
                control("demo-developer", "/tenants/demo/namespaces/" + name + "?retention=PT0S")
                        .DELETE();
        json(send(gone), 202);
    }

    private HttpRequest.Builder control(String person, String path) {
        return HttpRequest.newBuilder(URI.create(server() + "/api/v1" + path))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + token(person));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer from " + request.build().uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw new AssertionError(
                    answer.request().uri()
                            + " answered "
                            + answer.statusCode()
                            + ": "
                            + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + answer.body(), e);
        }
    }
}
