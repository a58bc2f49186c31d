package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What can be said of namespaces of other abstractions than key-value, before anything is made of
 * it.
 */
class EngineSpecsIT {
    private final Api developer = Api.as("demo-developer");
    private final String url = path("demo", freshName());

    private JsonNode plan(String spec) {
        return developer.put(url + "?dry_run=true", spec).expect(200).json();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"abstraction": "search", "search": {"fields": {"title": {"type": "text"}}}} | ELASTICSEARCH | elasticsearch-1
                    {"abstraction": "cache", "ttl": "PT5M"}                                      | MEMCACHED     | memcached-1
                    {"abstraction": "object", "object": {"abort_uploads_after": "P2D"}}          | S3            | s3-1
                    {"abstraction": "dataset", "dataset": {"types": {"A": {"fields": {"i": "int"}, "primary_key": ["i"]}}}} | S3 | s3-1
                    {"abstraction": "time-series", "time_series": {"retention": "P90D"}}         | CASSANDRA     | cassandra-1
                    {"abstraction": "counter"}                                                   | CASSANDRA     | cassandra-1
                    {"abstraction": "counter", "counter": {"mode": "best-effort"}}               | MEMCACHED     | memcached-1
                    """)
    void eachIsPlannedOnAShardOfItsEngine(String spec, String engine, String shard) {
        var plan = plan(spec);
        assertThat(plan.path("action").asText()).isEqualTo("create");
        assertThat(plan.path("refusals")).isEmpty();
        assertThat(plan.at("/effective/engine").asText()).isEqualTo(engine);
        assertThat(plan.at("/placements/0/shard").asText()).isEqualTo(shard);
        assertThat(plan.at("/placements/0/role").asText()).isEqualTo("PRIMARY");
        assertThat(plan.at("/effective/demand/objects").asLong()).isPositive();
        assertThat(plan.at("/effective/monthly_cost/per_month").asDouble()).isPositive();
        var question = "{\"tenant\": \"demo\", \"spec\": " + spec + "}";
        var capacity =
                developer
                        .send("POST", "/api/v1/capacity-plans", question.getBytes(UTF_8))
                        .expect(200)
                        .json();
        assertThat(capacity.path("engine").asText()).isEqualTo(engine);
        assertThat(capacity.path("demand")).isEqualTo(plan.at("/effective/demand"));
        developer.get(url).expectProblem(404, "not-found");
    }

    @Test
    void everythingThatIsWrongIsSaidAtItsPlace() {
        var answer =
                developer.put(
                        url,
                        """
                        {"abstraction": "search", "ttl": "P1D", "engine": "s3", "object": {},
                         "search": {"fields": {"Title": {"type": "text"}, "a": {"type": "keyword", "analyzer": "simple"},
                                               "v": {"type": "dense-vector"}}}}
                        """);
        for (String field :
                new String[] {
                    "ttl",
                    "engine",
                    "object",
                    "search.fields.Title",
                    "search.fields.a.analyzer",
                    "search.fields.v.dimensions"
                }) {
            answer.expectViolation(400, "invalid-request", field);
        }
        developer
                .put(url, "{\"abstraction\": \"search\", \"search\": {\"settings\": {}}}")
                .expectViolation(400, "invalid-request", "search.fields");
        developer
                .put(url, "{\"abstraction\": \"object\", \"ttl\": \"PT1H\"}")
                .expectViolation(400, "invalid-request", "ttl");
        developer
                .put(url, "{\"abstraction\": \"cache\", \"consistency\": \"eventual\"}")
                .expectViolation(400, "invalid-request", "consistency");
        var counter =
                developer.put(
                        url,
                        """
                        {"abstraction": "counter", "ttl": "P1D", "engine": "cassandra", "search": {},
                         "workload": {"item_bytes": 8}, "counter": {"mode": "best-effort"}}
                        """);
        for (String field : new String[] {"ttl", "engine", "search", "workload.item_bytes"}) {
            counter.expectViolation(400, "invalid-request", field);
        }
        var dataset =
                developer.put(
                        url,
                        """
                        {"abstraction": "dataset", "consistency": "eventual",
                         "dataset": {"keep_versions": 0, "types": {
                            "A": {"fields": {"x": "Nowhere", "b": "B"}, "primary_key": ["y"]},
                            "B": {"fields": {"a": "A"}}}}}
                        """);
        for (String field :
                new String[] {
                    "consistency",
                    "dataset.keep_versions",
                    "dataset.types.A.fields.x",
                    "dataset.types.A.primary_key",
                    "dataset.types.B.fields.a"
                }) {
            dataset.expectViolation(400, "invalid-request", field);
        }
        var series =
                developer.put(
                        url,
                        """
                        {"abstraction": "time-series", "ttl": "P1D", "writes": "conditional",
                         "time_series": {"retention": "PT1H", "acceptance": "P31D"}}
                        """);
        for (String field :
                new String[] {"ttl", "writes", "time_series.retention", "time_series.acceptance"}) {
            series.expectViolation(400, "invalid-request", field);
        }
    }

    @Test
    void whatNoShardOfTheEngineHasRoomForIsRefusedWithReasons() {
        var plan =
                plan(
                        "{\"abstraction\": \"cache\", \"workload\": {\"items\": 1e12,"
                                + " \"item_bytes\": 1e6}}");
        assertThat(plan.at("/refusals/0/code").asText()).isEqualTo("no-capacity");
        assertThat(plan.at("/refusals/0/detail").asText())
                .contains("memory_bytes", "is of engine CASSANDRA");
    }
}
