package io.quarry.api.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spec in, plan out, on the running stack: one Cassandra of one node. */
class CapacityPlansIT {
    private static final String WORKLOAD =
            "{\"reads_per_second\": {\"low\": 200, \"mid\": 500, \"high\": 2000},"
                    + " \"writes_per_second\": 100, \"item_bytes\": 2048, \"items\": 5000000,"
                    + " \"read_latency_ms\": {\"mean\": 2, \"p99\": 20}}";

    private final Api developer = Api.as("demo-developer");

    @Test
    void aDeveloperLearnsWhatItTakes() {
        var plan = plan(developer, question("demo", WORKLOAD)).expect(200).json();
        assertThat(plan.get("engine").asText()).isEqualTo("CASSANDRA");
        // the case "user profiles" of docs/capacity.md, in one copy instead of three
        assertThat(plan.at("/demand/reads_per_second").asLong()).isEqualTo(700);
        assertThat(plan.at("/demand/disk_bytes").asLong()).isEqualTo(19_527_272_728L);
        assertThat(plan.at("/layout/replication").asInt()).isOne();
        assertThat(plan.at("/monthly_cost/currency").asText()).isEqualTo("USD");
        assertThat(plan.at("/monthly_cost/per_month").asDouble()).isPositive();
        assertThat(plan.at("/refusals")).isEmpty();
        assertThat(plan.at("/warnings/0").asText()).contains("durability is not met");
        assertThat(plan.at("/candidates/0/shard").asText()).isEqualTo("cassandra-1");
        assertThat(plan.at("/candidates/0/fits").asBoolean()).isTrue();
        assertThat(plan.at("/candidates/0/dominant_share").isNull()).isTrue();
        assertThat(plan.at("/what_if/1/demand/reads_per_second").asLong()).isEqualTo(1_400);
        assertThat(plan.at("/what_if/2/zones_lost").asInt()).isOne();
        assertThat(plan.at("/what_if/2/against/0/obstacles/0/reason").asText())
                .isEqualTo("keeps 0 of 1 copies, and 1 must answer");
    }

    @Test
    void anOperatorSeesHowFullShardsAre() {
        var plan = plan(Api.as("platform-operator"), question("demo", WORKLOAD)).expect(200).json();
        assertThat(plan.at("/candidates/0/dominant_share").asDouble()).isBetween(0.0, 1.0);
    }

    @Test
    void whatNoShardHasRoomForIsRefusedWithNumbers() {
        var question = question("demo", "{\"items\": 1e11, \"item_bytes\": 1e6}");
        var plan = plan(developer, question).expect(200).json();
        assertThat(plan.at("/refusals/0/code").asText()).isEqualTo("no-capacity");
        var obstacle = obstacle(plan, "disk_bytes");
        assertThat(obstacle.get("requested").asLong())
                .isGreaterThan(obstacle.get("limit").asLong());
        assertThat(obstacle.get("used").asLong()).isNotNegative();
    }

    @Test
    void theSamePlanStandsBehindTheDryRunOfTheNamespace() {
        var spec = "{\"abstraction\": \"key-value\", \"workload\": " + WORKLOAD + "}";
        var dryRun =
                developer
                        .put("/api/v1/tenants/demo/namespaces/never-made?dry_run=true", spec)
                        .expect(200)
                        .json();
        var plan = plan(developer, question("demo", WORKLOAD)).expect(200).json();
        assertThat(dryRun.at("/effective/demand")).isEqualTo(plan.get("demand"));
        assertThat(dryRun.at("/effective/layout")).isEqualTo(plan.get("layout"));
        assertThat(dryRun.at("/effective/monthly_cost")).isEqualTo(plan.get("monthly_cost"));
    }

    @Test
    void whoMayNotCreateMayNotPlan() {
        plan(Api.as("demo-viewer"), question("demo", WORKLOAD)).expectProblem(403, "forbidden");
        plan(Api.as("other-developer"), question("demo", WORKLOAD)).expectProblem(404, "not-found");
        plan(Api.as("platform-operator"), question("no-such-tenant", WORKLOAD))
                .expectProblem(404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"spec": {"abstraction": "key-value"}}                                            | invalid-request | tenant
                    {"tenant": "No Name", "spec": {"abstraction": "key-value"}}                       | invalid-name    | tenant
                    {"tenant": "demo"}                                                                | invalid-request | spec
                    {"tenant": "demo", "spec": [1]}                                                   | invalid-request | spec
                    {"tenant": "demo", "spec": {}}                                                    | invalid-request | spec.abstraction
                    {"tenant": "demo", "spec": {"abstraction": "key-value", "x": 1}}                  | unknown-field   | spec.x
                    {"tenant": "demo", "spec": {"abstraction": "key-value"}, "traffic_factor": 0.5}   | invalid-request | traffic_factor
                    {"tenant": "demo", "spec": {"abstraction": "key-value"}, "traffic_factor": 1e9}   | invalid-request | traffic_factor
                    {"tenant": "demo", "spec": {"abstraction": "key-value"}, "traffic_factor": "two"} | invalid-request | traffic_factor
                    """)
    void aBadQuestionIsToldWhatIsWrong(String question, String code, String field) {
        plan(developer, question).expectViolation(400, code, field);
    }

    private static JsonNode obstacle(JsonNode plan, String dimension) {
        for (var obstacle : plan.at("/candidates/0/obstacles")) {
            if (obstacle.path("dimension").asText().equals(dimension)) {
                return obstacle;
            }
        }
        throw new AssertionError(dimension + " is no obstacle in " + plan);
    }

    private static String question(String tenant, String workload) {
        return "{\"tenant\": \"%s\", \"spec\": {\"abstraction\": \"key-value\", \"workload\": %s}}"
                .formatted(tenant, workload);
    }

    private static Answer plan(Api api, String question) {
        return api.send("POST", "/api/v1/capacity-plans", question.getBytes(UTF_8));
    }
}
