package io.quarry.api.control;

import static io.quarry.api.kit.Namespaces.awaitEnd;
import static io.quarry.api.kit.Namespaces.freshName;
import static io.quarry.api.kit.Namespaces.path;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Api;
import io.quarry.api.kit.Namespaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Search, cache, object and counter namespaces from the wish to ACTIVE, changed, and gone again.
 */
class EngineNamespacesIT {
    private static final String SEARCH =
            "{\"abstraction\": \"search\", \"search\": {\"fields\": {\"title\": {\"type\":"
                    + " \"text\"}, \"year\": {\"type\": \"long\"}}}}";

    private final Api developer = Api.as("demo-developer");
    private final String name = freshName();
    private final String url = path("demo", name);

    private Answer patch(String body) {
        var etag = developer.get(url).expect(200).header("ETag");
        return developer.send("PATCH", url, body.getBytes(UTF_8), "If-Match", etag);
    }

    private JsonNode shown() {
        return developer.get(url).expect(200).json();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"abstraction": "search", "search": {"fields": {"title": {"type": "text"}}}} | elasticsearch-1 | /data/v1/search/
                    {"abstraction": "cache", "ttl": "PT5M"}                                      | memcached-1     | /data/v1/cache/
                    {"abstraction": "object", "ttl": "P30D"}                                     | s3-1            | /data/v1/objects/
                    {"abstraction": "dataset", "dataset": {"types": {"A": {"fields": {"i": "int"}, "primary_key": ["i"]}}}} | s3-1 | /data/v1/datasets/
                    {"abstraction": "time-series"}                                               | cassandra-1     | /data/v1/series/
                    {"abstraction": "counter", "counter": {"mode": "accurate"}}                  | cassandra-1     | /data/v1/counters/
                    {"abstraction": "counter", "counter": {"mode": "best-effort"}}               | memcached-1     | /data/v1/counters/
                    """)
    void itBecomesActiveOnItsEngineAndGoesAgain(String spec, String shard, String endpoint) {
        var namespace = Namespaces.create(developer, "demo", name, spec);
        assertThat(namespace.at("/status/placements/0/shard").asText()).isEqualTo(shard);
        assertThat(namespace.at("/status/endpoint").asText()).isEqualTo(endpoint + "demo/" + name);
        var item = "/data/v1/kv/demo/" + name + "/records/r/items/k";
        developer.get(item).expectProblem(404, "not-found");
        developer.get(url + "/connection").expectProblem(409, "other-abstraction");
        awaitEnd(developer, patch("{\"description\": \"changed\"}").expect(202));
        assertThat(shown().at("/spec/description").asText()).isEqualTo("changed");
        Namespaces.purge(developer, "demo", name);
        developer.get(url).expectProblem(404, "not-found");
    }

    @Test
    void aFieldIsAddedWhileItLivesAndNoneIsChanged() {
        Namespaces.create(developer, "demo", name, SEARCH);
        awaitEnd(
                developer,
                patch("{\"search\": {\"fields\": {\"shop\": {\"type\": \"geo-point\"}}}}")
                        .expect(202));
        assertThat(shown().at("/spec/search/fields").size()).isEqualTo(3);
        patch("{\"search\": {\"fields\": {\"year\": null}}}")
                .expectViolation(422, "immutable-field", "search.fields.year");
        patch("{\"search\": {\"fields\": {\"year\": {\"type\": \"double\"}}}}")
                .expectViolation(422, "immutable-field", "search.fields.year");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void aDatasetGetsMoreTypesAndLosesNone() {
        Namespaces.create(
                developer,
                "demo",
                name,
                """
                {"abstraction": "dataset", "dataset": {"types": {"Movie": {"fields": {"id": "long"}, "primary_key": ["id"]}}}}
                """);
        awaitEnd(
                developer,
                patch(
                                """
                                {"dataset": {"keep_versions": 3, "types": {
                                    "Movie": {"fields": {"director": "Person"}},
                                    "Person": {"fields": {"name": "string"}}}}}
                                """)
                        .expect(202));
        assertThat(shown().at("/spec/dataset/types").size()).isEqualTo(2);
        assertThat(shown().at("/spec/dataset/keep_versions").asInt()).isEqualTo(3);
        patch("{\"dataset\": {\"types\": {\"Movie\": {\"fields\": {\"id\": \"int\"}}}}}")
                .expectViolation(422, "immutable-field", "dataset.types.Movie.fields.id");
        patch(
                        "{\"dataset\": {\"types\": {\"Person\": {\"fields\": {\"name\": null, \"n\": \"int\"}}}}}")
                .expectViolation(422, "immutable-field", "dataset.types.Person.fields.name");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void aTimeSeriesKeepsEventsLongerAndReservesMore() {
        Namespaces.create(developer, "demo", name, "{\"abstraction\": \"time-series\"}");
        var before = shown().at("/status/effective");
        assertThat(before.at("/layout/buckets/slice").asText()).isEqualTo("P15D");
        var operation =
                awaitEnd(
                        developer,
                        patch("{\"time_series\": {\"retention\": \"P90D\"}}").expect(202));
        assertThat(operation.at("/steps/0/name").asText()).isEqualTo("change-structures");
        assertThat(shown().at("/spec/time_series/acceptance").asText()).isEqualTo("P1D");
        var after = shown().at("/status/effective");
        assertThat(after.at("/demand/disk_bytes").asLong())
                .isGreaterThan(before.at("/demand/disk_bytes").asLong());
        patch("{\"time_series\": {\"acceptance\": \"P31D\"}}")
                .expectViolation(400, "invalid-request", "time_series.acceptance");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void aCounterKeepsItsModeAndItsPartitionsWhateverItsWorkload() {
        Namespaces.create(developer, "demo", name, "{\"abstraction\": \"counter\"}");
        patch("{\"counter\": {\"mode\": \"accurate\"}}")
                .expectViolation(422, "immutable-field", "counter.mode");
        var buckets = shown().at("/status/effective/layout/buckets");
        assertThat(buckets.path("time").asText()).isEqualTo("P1D");
        awaitEnd(
                developer,
                patch("{\"workload\": {\"writes_per_second\": 100, \"items\": 1}}").expect(202));
        assertThat(shown().at("/status/effective/layout/buckets")).isEqualTo(buckets);
        assertThat(shown().at("/spec/counter/mode").asText()).isEqualTo("eventual");
        Namespaces.purge(developer, "demo", name);
    }

    @Test
    void anObjectStoreIsToldOfAnotherExpiry() {
        Namespaces.create(developer, "demo", name, "{\"abstraction\": \"object\"}");
        var operation =
                awaitEnd(
                        developer,
                        patch("{\"ttl\": \"P9D\", \"object\": {\"abort_uploads_after\": \"P1D\"}}")
                                .expect(202));
        assertThat(operation.at("/steps/0/name").asText()).isEqualTo("change-structures");
        assertThat(shown().at("/spec/object/abort_uploads_after").asText()).isEqualTo("P1D");
        Namespaces.purge(developer, "demo", name);
    }
}
