package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.SPEC;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Stack;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ContractIT {
    private final Api anyone = Api.anonymous();

    @Test
    void theContractInTheRepositoryIsTheOneThatIsServed() throws Exception {
        var kept = Files.readString(Path.of("..", "docs", "openapi.yaml"));
        var yaml = new ObjectMapper(new YAMLFactory());
        var served = anyone.get("/openapi").expect(200).text();
        // whoever is served knows the address, so Quarkus leaves it out
        var expected = ((ObjectNode) yaml.readTree(kept)).without("servers");
        assertThat(yaml.readTree(served)).isEqualTo(expected);
    }

    @Test
    void readinessNamesEachPartAndMetricsAreOnTheManagementPortOnly() throws Exception {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var ready =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(Stack.managementUrl() + "/q/health/ready"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body()).contains("degraded", "signing-keys.keys", "routes.");
            var metrics =
                    client.send(
                            HttpRequest.newBuilder(URI.create(Stack.managementUrl() + "/q/metrics"))
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(metrics.body()).contains("jvm_memory_used_bytes");
        }
        assertThat(anyone.get("/q/metrics").text()).doesNotContain("jvm_memory_used_bytes");
        assertThat(anyone.get("/q/health/ready").text()).doesNotContain("signing-keys");
    }

    @Test
    void everyProblemHasItsPage() {
        var problem = anyone.get("/api/v1/me").expectProblem(401, "unauthenticated").json();
        assertThat(anyone.get(problem.get("type").asText()).expect(200).text()).contains("401");
        anyone.get("/docs/problems/no-such-code").expectProblem(404, "not-found");
    }

    @Test
    void browsersAreToldToRunNothingForeign() {
        var docs = anyone.get("/docs/").expect(200);
        assertThat(docs.header("Content-Security-Policy"))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe-inline", "unsafe-eval");
        assertThat(docs.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(docs.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(docs.text()).doesNotContain("<script>", "<style>");
        assertThat(anyone.get("/api/v1/me").header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void aTraceParentNamesTheRequest() {
        var answer =
                anyone.get(
                        "/api/v1/me",
                        "traceparent",
                        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(answer.header("Quarry-Request-Id"))
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void theLogInGoesToTheIdentityProviderAndTheApiNeverDoes() {
        var login = anyone.get("/login?return_to=/tenants/demo");
        assertThat(login.status()).isEqualTo(302);
        assertThat(login.header("Location"))
                .startsWith(Stack.variable("QUARRY_ISSUER") + "/protocol/openid-connect/auth")
                .contains("code_challenge=", "client_id=quarry-portal");
        assertThat(login.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(
                        cookie ->
                                assertThat(cookie)
                                        .containsIgnoringCase("HttpOnly")
                                        .contains("SameSite=Lax"));
    }

    @Test
    void anOperationIsWatchedUntilItEnds() {
        var developer = Api.as("demo-developer");
        var name = freshName();
        var accepted = developer.put(path("demo", name), SPEC).expect(202);
        var events = developer.get(accepted.header("Location") + "/events").expect(200);
        assertThat(events.header("Content-Type")).startsWith("text/event-stream");
        assertThat(events.text()).contains("event:operation", "\"state\":\"SUCCEEDED\"");
        Namespaces.purge(developer, "demo", name);
    }
}
