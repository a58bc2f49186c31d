package io.quarry.api.kit;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Real access tokens from the stack's Keycloak, kept while they are good for another half minute.
 */
public final class Tokens {
    private static final Duration MARGIN = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Kept> KEPT = new ConcurrentHashMap<>();

    /** As the local client, with tokens of one second. */
    private static final String BRIEF_CLIENT =
            """
            {"clientId": "quarry-brief", "publicClient": true, "standardFlowEnabled": false,
             "directAccessGrantsEnabled": true, "fullScopeAllowed": false,
             "attributes": {"access.token.lifespan": "1"},
             "protocolMappers": [{"name": "audience quarry", "protocol": "openid-connect",
               "protocolMapper": "oidc-audience-mapper",
               "config": {"included.custom.audience": "quarry", "access.token.claim": "true"}}]}
            """;

    /** A program as the local realm's own, whose secret is its id. */
    private static final String PROGRAM =
            """
            {"clientId": "%1$s", "secret": "%1$s", "publicClient": false, "standardFlowEnabled": false,
             "serviceAccountsEnabled": true, "fullScopeAllowed": false,
             "protocolMappers": [{"name": "audience quarry", "protocol": "openid-connect",
               "protocolMapper": "oidc-audience-mapper",
               "config": {"included.custom.audience": "quarry", "access.token.claim": "true"}}]}
            """;

    private record Kept(String token, Instant until) {}

    private Tokens() {}

    /** A person of the local realm, whose password is its name. */
    public static String of(String person) {
        return kept(person, password("quarry-local", person, person));
    }

    /** As {@link #of}, with all of its life before it. */
    public static String fresh(String person) {
        return fetch(issuer(), password("quarry-local", person, person)).token();
    }

    /** Well signed, by the identity provider's other realm. */
    public static String ofAnotherIssuer() {
        return fetch(
                        Stack.variable("QUARRY_KEYCLOAK_URL")
                                + "/realms/master/protocol/openid-connect/token",
                        password(
                                "admin-cli",
                                Stack.variable("QUARRY_KEYCLOAK_ADMIN_USER"),
                                Stack.variable("QUARRY_KEYCLOAK_ADMIN_PASSWORD")))
                .token();
    }

    /** Of the right realm and person, for a program that is none of Quarry's. */
    public static String forAnotherAudience(String person) {
        return fetch(issuer(), password("admin-cli", person, person)).token();
    }

    /** As {@link #of}, with its whole life, a second, behind it. */
    public static String expired(String person) {
        ensureClient(BRIEF_CLIENT);
        var token = fetch(issuer(), password("quarry-brief", person, person));
        while (Instant.now().isBefore(token.until())) {
            LockSupport.parkNanos(Duration.between(Instant.now(), token.until()).toNanos());
        }
        return token.token();
    }

    /**
     * Of a program that is made if it is not there, {@code client:ID}; nothing is granted to it.
     */
    public static String ofAProgram(String id) {
        ensureClient(PROGRAM.formatted(id));
        return kept("client " + id, credentials(id, id));
    }

    private static void ensureClient(String client) {
        var realm = Stack.variable("QUARRY_ISSUER").replace("/realms/", "/admin/realms/");
        var made =
                send(
                        HttpRequest.newBuilder(URI.create(realm + "/clients"))
                                .header("Authorization", "Bearer " + ofAnotherIssuer())
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(client)));
        if (made.statusCode() != 201 && made.statusCode() != 409) {
            throw new IllegalStateException("no client: " + made.statusCode() + made.body());
        }
    }

    private static String issuer() {
        return Stack.variable("QUARRY_TOKEN_URL");
    }

    private static Map<String, String> password(String client, String user, String password) {
        return Map.of(
                "grant_type", "password",
                "client_id", client,
                "username", user,
                "password", password);
    }

    /** The program whose id and secret the environment names. */
    public static String ofTheProgram() {
        return kept(
                "client",
                credentials(
                        Stack.variable("QUARRY_CLIENT_ID"),
                        Stack.variable("QUARRY_CLIENT_SECRET")));
    }

    private static Map<String, String> credentials(String client, String secret) {
        return Map.of(
                "grant_type", "client_credentials", "client_id", client, "client_secret", secret);
    }

    private static String kept(String key, Map<String, String> form) {
        return KEPT.compute(
                        key,
                        (_, known) ->
                                known != null && Instant.now().plus(MARGIN).isBefore(known.until())
                                        ? known
                                        : fetch(issuer(), form))
                .token();
    }

    private static Kept fetch(String url, Map<String, String> form) {
        var body =
                form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        var answer =
                send(
                        HttpRequest.newBuilder(URI.create(url))
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(body)));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "no token: " + answer.statusCode() + " " + answer.body());
        }
        try {
            var json = JSON.readTree(answer.body());
            return new Kept(
                    json.get("access_token").asText(),
                    Instant.now().plusSeconds(json.get("expires_in").asLong()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return Api.CLIENT.send(
                    request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
