package io.quarry.api.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.api.kit.Stack;
import io.quarry.api.kit.Tokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The stack's Keycloak, past Quarry: as a program that logs in, and as its administrator. */
final class Realm {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private Realm() {}

    /** A token for that id and secret; empty when the realm refuses them. */
    static Optional<String> token(String clientId, String secret) {
        var form =
                "grant_type=client_credentials&client_id=" + clientId + "&client_secret=" + secret;
        var answer =
                send(
                        HttpRequest.newBuilder(URI.create(Stack.variable("QUARRY_TOKEN_URL")))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(form)));
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 400, 401);
        return answer.statusCode() == 200
                ? Optional.of(read(answer).path("access_token").asText())
                : Optional.empty();
    }

    /** The ids of the clients that begin so. */
    static List<String> clients(String prefix) {
        var found = administer("/clients?search=true&max=1000&clientId=" + prefix).GET();
        return read(send(found)).findValuesAsText("clientId").stream()
                .filter(id -> id.startsWith(prefix))
                .toList();
    }

    static void makeClient(String clientId, String secret) {
        var client =
                "{\"clientId\": \"%s\", \"secret\": \"%s\", \"serviceAccountsEnabled\": true}"
                        .formatted(clientId, secret);
        var made =
                send(
                        administer("/clients")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(client)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    /** With its name as password. */
    static void makePerson(String name) {
        var person =
                """
                {"username": "%1$s", "enabled": true, "emailVerified": true, "email": "%1$s@quarry.invalid",
                 "firstName": "One", "lastName": "Of Many", "requiredActions": [],
                 "credentials": [{"type": "password", "value": "%1$s", "temporary": false}]}
                """
                        .formatted(name);
        var made =
                send(
                        administer("/users")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(person)));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    }

    static void removePerson(String name) {
        for (var person : read(send(administer("/users?exact=true&username=" + name).GET()))) {
            var gone = send(administer("/users/" + person.path("id").asText()).DELETE());
            assertThat(gone.statusCode()).isEqualTo(204);
        }
    }

    static void removeClient(String clientId) {
        for (var client : read(send(administer("/clients?clientId=" + clientId).GET()))) {
            var gone = send(administer("/clients/" + client.path("id").asText()).DELETE());
            assertThat(gone.statusCode()).isEqualTo(204);
        }
    }

    static void await(String what, BooleanSupplier condition) {
        var end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("not within a minute: " + what).isBefore(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    private static HttpRequest.Builder administer(String path) {
        var admin = Stack.variable("QUARRY_ISSUER").replace("/realms/", "/admin/realms/");
        return HttpRequest.newBuilder(URI.create(admin + path))
                .header("Authorization", "Bearer " + Tokens.ofAnotherIssuer());
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(
                    request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
