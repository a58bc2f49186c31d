package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.freshName;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Stack;
import io.quarry.api.kit.Tokens;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The audit log as lines: all of it, and only what the caller may see. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditExportIT {
    private static final String LINES = "application/x-ndjson";

    /** More than the buffers of both ends of a connection hold, and more than one page. */
    private static final int MANY = 20_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api admin = Api.as("platform-admin");
    private final String action = freshName();

    @BeforeAll
    void happened() throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                Stack.variable("QUARRY_DB_URL"),
                                Stack.variable("QUARRY_DB_SYSTEM_USER"),
                                Stack.variable("QUARRY_DB_SYSTEM_PASSWORD"));
                var insert =
                        connection.prepareStatement(
                                "INSERT INTO audit (tenant, issuer, subject, principal, action, target,"
                                        + " outcome, after) SELECT CASE n % 2 WHEN 0 THEN 'demo' ELSE"
                                        + " 'other' END, 'i', 's', 'user:it', ?, 'it', 'done',"
                                        + " jsonb_build_object('n', n, 'text', repeat('x', 1000))"
                                        + " FROM generate_series(1, ?) n")) {
            insert.setString(1, action);
            insert.setInt(2, MANY);
            assertThat(insert.executeUpdate()).isEqualTo(MANY);
        }
    }

    private List<JsonNode> lines(Api api, String filter) throws IOException {
        var answer = api.get("/api/v1/audit-events?" + filter, "Accept", LINES).expect(200);
        assertThat(answer.header("Content-Type")).startsWith(LINES);
        assertThat(answer.text())
                .satisfiesAnyOf(
                        text -> assertThat(text).isEmpty(),
                        text -> assertThat(text).endsWith("\n"));
        var events = new ArrayList<JsonNode>();
        for (var line : answer.text().lines().toList()) {
            events.add(JSON.readTree(line));
        }
        return events;
    }

    @Test
    void everythingComesOnceNewestFirst() throws IOException {
        var events = lines(admin, "action=" + action);
        assertThat(events).hasSize(MANY);
        assertThat(events)
                .extracting(event -> event.at("/after/n").asInt())
                .isSortedAccordingTo(java.util.Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        var page = admin.get("/api/v1/audit-events?limit=3&action=" + action).expect(200).json();
        assertThat(page.path("items")).containsExactlyElementsOf(events.subList(0, 3));
    }

    @Test
    void nobodyExportsWhatTheyMayNotSee() throws IOException {
        assertThat(lines(Api.as("demo-admin"), "action=" + action))
                .hasSize(MANY / 2)
                .extracting(event -> event.path("tenant").asText())
                .containsOnly("demo");
        assertThat(lines(Api.as("demo-viewer"), "action=" + action)).isEmpty();
        var demo = "/api/v1/audit-events?tenant=demo";
        Api.as("demo-viewer").get(demo, "Accept", LINES).expectProblem(403, "forbidden");
        Api.as("other-developer").get(demo, "Accept", LINES).expectProblem(404, "not-found");
    }

    @Test
    void anExportHasNoPages() {
        for (var name : List.of("limit", "page_token")) {
            admin.get("/api/v1/audit-events?" + name + "=1", "Accept", LINES)
                    .expectViolation(400, "unknown-field", name);
        }
    }

    @Test
    void whoeverSaysNothingGetsAPage() {
        for (var accept : List.of("*/*", "application/json", "application/*")) {
            var page = admin.get("/api/v1/audit-events?limit=1", "Accept", accept).expect(200);
            assertThat(page.header("Content-Type")).startsWith("application/json");
            assertThat(page.json().path("items")).hasSize(1);
        }
    }

    @Test
    void aClientThatGoesAwayEndsItsExport() throws IOException, InterruptedException {
        try (var _ = begun()) {
            await(1);
        }
        await(0);
    }

    /** An export whose reader has read its beginning and no more. */
    private Socket begun() throws IOException {
        var request =
                "GET /api/v1/audit-events?action=%s HTTP/1.1\r\nHost: quarry\r\nAccept: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(action, LINES, Tokens.of("platform-admin"));
        var socket = new Socket(Stack.url().getHost(), Stack.url().getPort());
        socket.setReceiveBufferSize(4096);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        var first = new byte[4096];
        assertThat(socket.getInputStream().read(first)).isPositive();
        assertThat(new String(first, StandardCharsets.UTF_8)).startsWith("HTTP/1.1 200");
        return socket;
    }

    @Test
    void aPrincipalHasFewExportsAtATimeAndNobodyElseWaitsForThem()
            throws IOException, InterruptedException {
        try (var _ = begun();
                var _ = begun()) {
            await(2);
            var refused =
                    admin.get("/api/v1/audit-events?action=" + action, "Accept", LINES)
                            .expectProblem(429, "too-many-in-flight");
            assertThat(refused.json().path("limit").asInt()).isEqualTo(2);
            assertThat(refused.json().path("used").asInt()).isEqualTo(2);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            assertThat(lines(Api.as("demo-admin"), "action=" + action)).hasSize(MANY / 2);
            admin.get("/api/v1/audit-events?limit=1").expect(200);
        }
        await(0);
        assertThat(lines(admin, "action=" + action)).hasSize(MANY);
    }

    private static void await(int exports) throws IOException, InterruptedException {
        var until = Instant.now().plus(PATIENCE);
        while (underWay() != exports) {
            assertThat(Instant.now()).as("exports under way: not " + exports).isBefore(until);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static double underWay() throws IOException, InterruptedException {
        // an answer of many kilobytes to a request that asks for an upgrade is garbled now and then
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var metrics =
                    client.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            Stack.managementUrl() + "/q/metrics"))
                                            .build(),
                                    BodyHandlers.ofString())
                            .body();
            return metrics.lines()
                    .filter(line -> line.startsWith("quarry_audit_exports"))
                    .mapToDouble(
                            line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
