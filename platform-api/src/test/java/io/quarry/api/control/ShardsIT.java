package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Shards.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Awaiting;
import io.quarry.api.kit.Namespaces;
import io.quarry.api.kit.Shards;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Shards by REST, on the running stack: its one Cassandra, under more than one name. */
class ShardsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Api operator = Api.as("platform-operator");
    private final Api developer = Api.as("demo-developer");

    private Answer post(String path) {
        return operator.send("POST", path, null);
    }

    private Answer patch(String shard, String body, String... headers) {
        return operator.send("PATCH", path(shard), body.getBytes(UTF_8), headers);
    }

    private JsonNode shard(String name) {
        return operator.get(path(name)).expect(200).json();
    }

    @Test
    void aShardIsRegisteredChangedCordonedDrainedAndRetired() {
        var name = freshName();
        var body = Shards.body(operator, name);
        var plan = operator.post("/api/v1/shards?dry_run=true", body).expect(200).json();
        assertThat(plan.get("steps")).hasSize(2);
        operator.get(path(name)).expectProblem(404, "not-found");

        var accepted = operator.post("/api/v1/shards", body).expect(202);
        assertThat(accepted.json().at("/target").toString())
                .isEqualTo("{\"kind\":\"shard\",\"name\":\"" + name + "\"}");
        Namespaces.awaitEnd(operator, accepted);
        operator.post("/api/v1/shards", body).expectViolation(409, "name-taken", "id");

        var read = operator.get(path(name)).expect(200);
        var shard = read.json();
        assertThat(shard.get("state").asText()).isEqualTo("ACTIVE");
        assertThat(shard.get("provider").asText()).isEqualTo("existing");
        assertThat(shard.get("settings").toString()).isEqualTo("{\"datacenter\":\"datacenter1\"}");
        assertThat(shard.get("operation_id").isNull()).isTrue();
        assertThat(shard.at("/free/objects")).isEqualTo(shard.at("/capacity/objects"));
        assertThat(shard.get("measured")).hasSize(6);
        assertThat(shard.get("permissions")).hasSize(2);
        assertThat(listed("label=made-by=a-test&engine=CASSANDRA&state=ACTIVE")).contains(name);
        assertThat(listed("label=made-by=nobody")).doesNotContain(name);

        var more = "{\"capacity\": {\"objects\": 2}}";
        patch(name, more).expectProblem(428, "precondition-required");
        var changed = patch(name, more, "If-Match", read.header("ETag")).expect(200);
        assertThat(changed.json().at("/capacity/objects").asInt()).isEqualTo(2);
        assertThat(changed.header("ETag")).isNotEqualTo(read.header("ETag"));
        patch(name, more, "If-Match", read.header("ETag"))
                .expectProblem(412, "precondition-failed");

        assertThat(
                        post(path(name) + ":cordon?dry_run=true")
                                .expect(200)
                                .json()
                                .at("/action")
                                .asText())
                .isEqualTo("cordon");
        assertThat(post(path(name) + ":cordon").expect(200).json().get("state").asText())
                .isEqualTo("CORDONED");
        assertThat(post(path(name) + ":uncordon").expect(200).json().get("state").asText())
                .isEqualTo("ACTIVE");
        Namespaces.awaitEnd(operator, post(path(name) + ":drain").expect(202));
        assertThat(shard(name).get("state").asText()).isEqualTo("DRAINING");
        assertThat(shard(name).get("reason").asText()).startsWith("drained");
        assertThat(operator.get(path(name) + "/placements").expect(200).json().get("items"))
                .isEmpty();

        Shards.retire(operator, name);
        assertThat(shard(name).get("state").asText()).isEqualTo("RETIRED");
        assertThat(listed("limit=500")).doesNotContain(name);
        assertThat(listed("state=RETIRED&limit=500")).contains(name);
        post(path(name) + ":drain").expectProblem(409, "shard-state");
    }

    private List<String> listed(String query) {
        return operator.get("/api/v1/shards?" + query)
                .expect(200)
                .json()
                .get("items")
                .findValuesAsText("id");
    }

    @Test
    void aClusterThatDoesNotAnswerIsWaitedForUntilItIsCalledOff() throws Exception {
        var name = freshName();
        var accepted =
                operator.post("/api/v1/shards", Shards.unreachable(operator, name)).expect(202);
        var location = accepted.header("Location");
        var seen =
                Awaiting.seen(
                        PATIENCE,
                        "a reason why " + name + " waits",
                        () -> operator.get(location + "?wait=1s").expect(200).json(),
                        each -> !each.get("waiting_reason").isNull());
        assertThat(seen.get("waiting_reason").asText()).containsIgnoringCase("cassandra");
        assertThat(shard(name).get("state").asText()).isEqualTo("PROVISIONING");
        assertThat(shard(name).get("operation_id").asText())
                .isEqualTo(accepted.json().get("id").asText());
        post(path(name) + ":cordon").expectProblem(409, "operation-in-progress");
        post(location + ":cancel").expect(202);
        var ended = operator.get(location + "?wait=60s").expect(200).json();
        assertThat(ended.get("state").asText()).isEqualTo("CANCELLED");
        assertThat(shard(name).get("state").asText()).isEqualTo("RETIRED");
    }

    /** The worker of the stack looks at it every few seconds. */
    @Test
    void aShardSaysHowItIsAndWhatItWas() {
        var seen =
                Awaiting.seen(
                        PATIENCE,
                        "cassandra-1 answers",
                        () -> shard("cassandra-1"),
                        each -> each.at("/health/state").asText().equals("ANSWERING"));
        assertThat(seen.at("/health/reason").isNull()).isTrue();
        assertThat(seen.at("/health/last/metrics/nodes_up").asInt()).isOne();
        assertThat(seen.at("/health/last/metrics/read_p99_ms").isNumber()).isTrue();

        var measurements = path("cassandra-1") + "/measurements";
        var history = operator.get(measurements + "?limit=1").expect(200).json();
        assertThat(history.at("/items/0/metrics/tables").isNumber()).isTrue();
        assertThat(history.at("/items/0/at").asText()).isNotEmpty();
        assertThat(
                        operator.get(
                                        measurements
                                                + "?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z")
                                .expect(200)
                                .json()
                                .get("items"))
                .isEmpty();
        operator.get(measurements + "?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z")
                .expectViolation(400, "invalid-request", "from");
        operator.get(path(freshName()) + "/measurements").expectProblem(404, "not-found");
        developer.get(measurements).expectProblem(403, "forbidden");
    }

    @Test
    void whatIsPlacedThereIsSeenAndStandsInTheWay() {
        var name = freshName();
        Namespaces.create(developer, "demo", name, Namespaces.SPEC);
        var uid =
                developer.get(Namespaces.path("demo", name)).expect(200).json().get("uid").asText();
        var seen = false;
        var token = "";
        do {
            var page =
                    operator.get(path("cassandra-1") + "/placements?limit=2" + token)
                            .expect(200)
                            .json();
            seen |= page.get("items").findValuesAsText("uid").contains(uid);
            token =
                    page.get("next_page_token").isNull()
                            ? ""
                            : "&page_token=" + page.get("next_page_token").asText();
        } while (!token.isEmpty());
        assertThat(seen).isTrue();
        for (var dryRun : List.of("", "?dry_run=true")) {
            var refused =
                    operator.delete(path("cassandra-1") + dryRun)
                            .expectProblem(409, "shard-not-empty")
                            .json();
            assertThat(refused.get("used").asInt()).isPositive();
        }
        var less = "{\"capacity\": {\"disk_bytes\": 1}}";
        for (var dryRun : List.of("", "?dry_run=true")) {
            operator.send(
                            "PATCH",
                            path("cassandra-1") + dryRun,
                            less.getBytes(UTF_8),
                            "If-Match",
                            operator.get(path("cassandra-1")).header("ETag"))
                    .expectViolation(409, "capacity-reserved", "capacity.disk_bytes");
        }
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void shardsAndTheirOperationsAreOfThePlatformOnly() {
        var name = freshName();
        var accepted =
                operator.post("/api/v1/shards", Shards.unreachable(operator, name)).expect(202);
        var location = accepted.header("Location");
        var id = accepted.json().get("id").asText();
        developer.get(location).expectProblem(404, "not-found");
        developer.get(location + "/events").expectProblem(404, "not-found");
        developer.send("POST", location + ":cancel", null).expectProblem(404, "not-found");
        assertThat(developer.get("/api/v1/operations?limit=500").expect(200).text())
                .doesNotContain(id);
        assertThat(operator.get("/api/v1/operations?type=ProvisionShard").expect(200).text())
                .contains(id);
        developer.get(path(name)).expectProblem(403, "forbidden");
        developer
                .post("/api/v1/shards", Shards.body(operator, name))
                .expectProblem(403, "forbidden");
        post(location + ":cancel").expect(202);
        operator.get(location + "?wait=60s").expect(200);
    }

    @Test
    void aShardThatTheWorkerStartsGoesWithItsServer() {
        var name = freshName();
        var body = Shards.local(operator, name, "MEMCACHED").toString();
        var plan = operator.post("/api/v1/shards?dry_run=true", body).expect(200).json();
        assertThat(plan.get("steps").findValuesAsText("name"))
                .containsExactly("start-server", "probe", "activate");
        operator.get(path(name)).expectProblem(404, "not-found");
        Namespaces.awaitEnd(operator, operator.post("/api/v1/shards", body).expect(202));

        var started = shard(name);
        assertThat(started.get("provider").asText()).isEqualTo("local");
        assertThat(started.get("state").asText()).isEqualTo("ACTIVE");
        assertThat(started.at("/endpoints/0").asText()).startsWith("127.0.0.1:");
        assertThat(started.get("settings")).isEmpty();
        assertThat(listed("label=only=" + name)).containsExactly(name);

        var retirement = operator.delete(path(name) + "?dry_run=true").expect(200).json();
        assertThat(retirement.get("steps").findValuesAsText("name"))
                .containsExactly("await-empty", "stop-server", "retire");
        Shards.retire(operator, name);
        assertThat(shard(name).get("state").asText()).isEqualTo("RETIRED");
    }

    @Test
    void ofAShardThatIsStartedNobodySaysWhereItIs() {
        var wanted = Shards.local(operator, freshName(), "CASSANDRA");
        wanted.putArray("endpoints").add("127.0.0.1:9042");
        wanted.put("credential_ref", "cassandra-1").putObject("settings");
        for (var dryRun : List.of("", "?dry_run=true")) {
            operator.post("/api/v1/shards" + dryRun, wanted.toString())
                    .expectViolation(400, "invalid-request", "endpoints")
                    .expectViolation(400, "invalid-request", "credential_ref")
                    .expectViolation(400, "invalid-request", "settings");
        }
        wanted.put("provider", "cloud");
        operator.post("/api/v1/shards", wanted.toString())
                .expectViolation(400, "invalid-request", "provider");
    }

    @Test
    void whatCannotBeRegisteredIsNamed() {
        var body = Shards.body(operator, freshName());
        operator.post(
                        "/api/v1/shards",
                        body.replace("CASSANDRA", "MEMCACHED")
                                .replaceAll(
                                        "\"settings\":\\{[^}]*}",
                                        "\"settings\":{\"region\":\"eu\"}"))
                .expectViolation(400, "invalid-request", "settings.region");
        operator.post("/api/v1/shards", body.replace("\"objects\":1", "\"objects\":0"))
                .expectViolation(400, "invalid-request", "capacity.objects");
        operator.post("/api/v1/shards", body.replaceAll("\\[\"[^\\]]*]", "[\"http://10.0.0.1\"]"))
                .expectViolation(400, "invalid-request", "endpoints[0]");
        operator.get("/api/v1/shards?label=region")
                .expectViolation(400, "invalid-request", "label");
    }
}
