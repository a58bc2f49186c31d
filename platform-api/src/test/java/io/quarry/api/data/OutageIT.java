package io.quarry.api.data;

import static io.quarry.api.data.DataClient.item;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.api.kit.Stack;
import io.quarry.api.kit.Tokens;
import io.quarry.testkit.Faults;
import io.quarry.testkit.Ledgers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * The data plane survives the control plane: with PostgreSQL, Kafka and Keycloak gone, and with all
 * three hanging, no data request with a valid token fails. Each lasts three minutes where {@code
 * QUARRY_FAULTS} is {@code full}, and one minute else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {
    private static final Duration LASTS = Duration.ofMinutes(Faults.all() ? 3 : 1);
    private static final Duration MARGIN = Duration.ofSeconds(40);
    private static final List<String> CONTROL_PLANE = List.of("postgresql", "kafka", "keycloak");
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private final StackControl stack = new StackControl();

    @BeforeAll
    void start() {
        stack.up();
    }

    /** What came of it in the control plane is no less true. */
    @AfterEach
    void repair() {
        stack.up();
        assertThat(Ledgers.differences("demo")).isEmpty();
    }

    @Test
    void no_data_request_fails_while_the_control_plane_is_killed_and_a_gateway_starts_without_it()
            throws Exception {
        var client = client("killed");
        var doomed = controlPlane();
        underLoad(client, () -> StackControl.kill(doomed));
        assertThat(degraded()).contains("kafka", "postgresql");
        refusesControl(client);
        var started = stack.restart("platform-api");
        try {
            awaitReady();
            assertThat(degraded()).contains("kafka", "postgresql");
            var got = client.put(item("after", "a"), "served");
            assertThat(got.status()).as(got.text()).isEqualTo(204);
            assertThat(client.get(item("after", "a")).text()).isEqualTo("served");
        } finally {
            started.destroyForcibly().waitFor();
        }
    }

    @Test
    void no_data_request_fails_while_the_control_plane_hangs() throws Exception {
        var client = client("hanging");
        var hanging = controlPlane();
        final long requests;
        try {
            requests = underLoad(client, () -> StackControl.signal("STOP", hanging));
            assertThat(degraded()).contains("kafka", "postgresql", "usage");
            refusesControl(client);
        } finally {
            StackControl.signal("CONT", hanging);
        }
        UsageOf.of(client).await(requests);
    }

    @Test
    @Timeout(180)
    void a_namespace_is_made_and_served_while_kafka_hangs() throws Exception {
        var kafka = stack.processes("kafka");
        StackControl.signal("STOP", kafka);
        try {
            var client = client("no-kafka");
            var put = client.put(item("a", "a"), "served");
            assertThat(put.status()).as(put.text()).isEqualTo(204);
            assertThat(client.get(item("a", "a")).text()).isEqualTo("served");
        } finally {
            StackControl.signal("CONT", kafka);
        }
    }

    private List<ProcessHandle> controlPlane() {
        return CONTROL_PLANE.stream().flatMap(name -> stack.processes(name).stream()).toList();
    }

    /** A namespace of its own, and a token that outlives the run. */
    private DataClient client(String name) throws IOException {
        var client = RunningStack.namespace(name + "-" + Long.toString(System.nanoTime(), 36));
        var token = Tokens.fresh("demo-developer");
        var claims =
                new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        assertThat(Instant.ofEpochSecond(claims.path("exp").asLong()))
                .as("tokens of this stack live too short for a run of " + LASTS)
                .isAfter(Instant.now().plus(LASTS).plus(MARGIN));
        return client.as(token);
    }

    /** How many requests were made. */
    private long underLoad(DataClient client, Runnable outage) throws Exception {
        var load = new OutageLoad(client);
        try (load) {
            awaitRequests(load, 100);
            outage.run();
            var end = Instant.now().plus(LASTS);
            while (Instant.now().isBefore(end) && load.failures().isEmpty()) {
                awaitRequests(load, load.requests() + 50);
                assertThat(ready().statusCode()).as(ready().body()).isEqualTo(200);
            }
        }
        assertThat(load.failures()).isEmpty();
        return load.requests();
    }

    /** The parts that readiness names, of a gateway that is ready. */
    private List<String> degraded() throws Exception {
        var answer = ready();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var named = new ObjectMapper().readTree(answer.body()).findValuesAsText("degraded");
        return List.of(String.join(", ", named).split(", "));
    }

    /** What needs the database says so, and says that it may be tried again. */
    private void refusesControl(DataClient client) throws Exception {
        var request =
                HttpRequest.newBuilder(client.server().resolve("/api/v1/tenants/demo/namespaces"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + client.token())
                        .build();
        var answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"control-plane-unavailable\"");
    }

    private static void awaitRequests(OutageLoad load, long number) {
        var end = Instant.now().plusSeconds(30);
        while (load.requests() < number && load.failures().isEmpty()) {
            assertThat(Instant.now()).as("the load stands still").isBefore(end);
            LockSupport.parkNanos(PAUSE);
        }
    }

    private HttpResponse<String> ready() throws Exception {
        var request =
                HttpRequest.newBuilder(URI.create(Stack.managementUrl() + "/q/health/ready"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private void awaitReady() throws Exception {
        var end = Instant.now().plusSeconds(60);
        while (true) {
            try {
                if (ready().statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // nobody listens yet
            }
            assertThat(Instant.now()).as("the gateway does not start").isBefore(end);
            LockSupport.parkNanos(PAUSE);
        }
    }
}
