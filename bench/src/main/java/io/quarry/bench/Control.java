package io.quarry.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What a measurement needs of a running stack: a token, a namespace, and its end. */
final class Control {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SPEC =
            """
            {"abstraction": "key-value", "description": "a benchmark's",
             "workload": {"reads_per_second": {"mid": 100, "high": 50000}, "writes_per_second": {"mid": 100, "high": 50000}, "item_bytes": {"mid": 1024}}}
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment;

    Control(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * An access token of the program that the environment names; good for minutes, so taken anew
     * for each run.
     */
    String token() {
        var form =
                "grant_type=client_credentials&client_id="
                        + encoded("QUARRY_CLIENT_ID")
                        + "&client_secret="
                        + encoded("QUARRY_CLIENT_SECRET");
        var request =
                HttpRequest.newBuilder(
                                URI.create(Settings.required(environment, "QUARRY_TOKEN_URL")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form));
        return send(request, 200).path("access_token").asText();
    }

    private String encoded(String name) {
        return URLEncoder.encode(Settings.required(environment, name), StandardCharsets.UTF_8);
    }

    /** Makes a key-value namespace, and answers the name of its table. */
    String make(String name) {
        return make(name, SPEC);
    }

    /** Makes the namespace, waits until it is served, and answers the name of its structure. */
    String make(String name, String spec) {
        var operation =
                send(
                                to("/tenants/demo/namespaces/" + name)
                                        .header("Content-Type", "application/json")
                                        .PUT(HttpRequest.BodyPublishers.ofString(spec)),
                                202)
                        .path("id")
                        .asText();
        JsonNode seen;
        do {
            seen = send(to("/operations/" + operation + "?wait=10s").GET(), 200);
        } while (seen.path("ended_at").isNull() || seen.path("ended_at").isMissingNode());
        if (!seen.path("state").asText().equals("SUCCEEDED")) {
            throw new IllegalStateException(name + " was not made: " + seen);
        }
        var namespace = send(to("/tenants/demo/namespaces/" + name).GET(), 200);
        return namespace.path("uid").asText() + "_" + namespace.at("/status/epoch").asInt();
    }

    void drop(String name) {
        send(to("/tenants/demo/namespaces/" + name + "?retention=PT0S").DELETE(), 202);
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(
                        URI.create(Settings.required(environment, "QUARRY_URL") + "/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token());
    }

    JsonNode send(HttpRequest.Builder request, int expected) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new IllegalStateException(
                        answer.uri() + " answered " + answer.statusCode() + ": " + answer.body());
            }
            return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException("no answer from " + request.build().uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
