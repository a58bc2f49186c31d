package io.quarry.api.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.serviceaccount.ServiceAccountId;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Clients of the realm that stand for credentials. Each call ends within the configured time-outs
 * and can be repeated; all fail with IDENTITY_PROVIDER_UNAVAILABLE and never tell a secret.
 */
@Singleton
public class KeycloakClients {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 100;
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final ServiceAccountConfig config;
    private final Clock clock;
    private final HttpClient http;
    private volatile @Nullable Token token;

    private record Token(String bearer, Instant until) {}

    /** With the system's clock. */
    public KeycloakClients(ServiceAccountConfig config) {
        this.config = config;
        this.clock = Clock.systemUTC();
        this.http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(config.timeout())
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build();
    }

    /** Whether this process was given a log-in of its own. */
    boolean configured() {
        return config.clientSecret().isPresent();
    }

    /** Makes a client that can do one thing: exchange this secret for tokens of this audience. */
    public void create(String clientId, String secret, String audience) {
        var audienceMapper =
                Map.of(
                        "name",
                        "audience " + audience,
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of(
                                "included.custom.audience", audience,
                                "access.token.claim", "true",
                                "id.token.claim", "false",
                                "introspection.token.claim", "true"));
        var client =
                Map.of(
                        "clientId",
                        clientId,
                        "name",
                        "Quarry service account " + ServiceAccountId.accountOf(clientId),
                        "protocol",
                        "openid-connect",
                        "publicClient",
                        false,
                        "secret",
                        secret,
                        "standardFlowEnabled",
                        false,
                        "directAccessGrantsEnabled",
                        false,
                        "serviceAccountsEnabled",
                        true,
                        "fullScopeAllowed",
                        false,
                        "protocolMappers",
                        List.of(audienceMapper));
        var answer =
                send(
                        request("/clients")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString(json(client))));
        expect(answer, 201);
    }

    /** Removes a client, with the sessions and the user that belong to it; none is fine as well. */
    public void remove(String clientId) {
        var found = send(request("/clients?clientId=" + encode(clientId)).GET());
        expect(found, 200);
        for (var client : read(found)) {
            var gone = send(request("/clients/" + encode(client.path("id").asText())).DELETE());
            if (gone.statusCode() != 404) {
                expect(gone, 204);
            }
        }
    }

    /** The ids of all clients that can only be credentials of service accounts. */
    public Set<String> all() {
        var ids = new HashSet<String>();
        var page = PAGE;
        for (var first = 0; page == PAGE; first += PAGE) {
            var answer =
                    send(
                            request(
                                            "/clients?search=true&clientId="
                                                    + encode(ServiceAccountId.PREFIX)
                                                    + "&first="
                                                    + first
                                                    + "&max="
                                                    + PAGE)
                                    .GET());
            expect(answer, 200);
            var clients = read(answer);
            page = clients.size();
            for (var client : clients) {
                var id = client.path("clientId").asText();
                if (ServiceAccountId.isCredential(id)) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(config.adminUrl() + path));
    }

    /** A token that the identity provider knows no more, as after a restore, is renewed once. */
    private HttpResponse<String> send(HttpRequest.Builder request) {
        var answer = exchange(request.setHeader("Authorization", "Bearer " + bearer()));
        if (answer.statusCode() == 401) {
            token = null;
            answer = exchange(request.setHeader("Authorization", "Bearer " + bearer()));
        }
        return answer;
    }

    private String bearer() {
        var known = token;
        if (known != null && clock.instant().isBefore(known.until())) {
            return known.bearer();
        }
        var form =
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", config.clientId(),
                        "client_secret", config.clientSecret().orElse(""));
        var body =
                form.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        var answer =
                exchange(
                        HttpRequest.newBuilder(config.tokenUrl())
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString(body)));
        expect(answer, 200);
        var json = read(answer);
        var fresh =
                new Token(
                        json.path("access_token").asText(),
                        clock.instant()
                                .plusSeconds(json.path("expires_in").asLong())
                                .minus(MARGIN));
        token = fresh;
        return fresh.bearer();
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(config.timeout()).header("Accept", "application/json").build(),
                    BodyHandlers.ofString());
        } catch (HttpTimeoutException e) {
            throw unavailable("no answer in time");
        } catch (IOException e) {
            throw unavailable("out of reach");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted");
        }
    }

    private static void expect(HttpResponse<String> answer, int status) {
        if (answer.statusCode() != status) {
            throw unavailable("HTTP " + answer.statusCode());
        }
    }

    /** Why by its kind only: an answer may repeat what was sent. */
    private static ProblemException unavailable(String why) {
        return new ProblemException(
                ProblemCode.IDENTITY_PROVIDER_UNAVAILABLE,
                "The identity provider does not do as it should (" + why + ").");
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw unavailable("no JSON");
        }
    }

    private static String json(Map<String, ?> value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and texts can be written", e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
