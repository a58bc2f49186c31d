package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a spec is read. Its ranges and patterns are in {@link NamespaceSpecsRangeTest}. */
class NamespaceSpecsTest {
    private static final String EVERYTHING =
            """
            "description": "Profiles of users",
            "workload": {
                "reads_per_second": {"low": 10, "mid": 100, "high": 1000},
                "writes_per_second": {"mid": 50},
                "item_bytes": 512,
                "items": {"low": 0, "mid": 1e6},
                "read_latency_ms": {"mean": 2, "p99": 20.5},
                "write_latency_ms": {"p99": 50}
            },
            "writes": "conditional", "consistency": "eventual", "durability": "best-effort",
            "ttl": "P90D", "cache": "off", "engine": "cassandra", "isolation": "dedicated",
            "labels": {"team": "identity", "region": "eu"},
            "deletion_protection": true
            """;

    @Test
    void whatIsNotSaidHasItsDefault() {
        assertThat(NamespaceSpecs.parse(Specs.keyValue(""))).isEqualTo(NamespaceSpec.keyValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "description",
                "workload",
                "writes",
                "consistency",
                "durability",
                "ttl",
                "cache",
                "engine",
                "isolation",
                "labels",
                "deletion_protection",
                "relational",
                "search",
                "object",
                "counter",
                "dataset",
                "time_series"
            })
    void nullIsAsIfNothingWereSaid(String field) {
        assertThat(NamespaceSpecs.parse(Specs.keyValue("\"" + field + "\": null")))
                .isEqualTo(NamespaceSpec.keyValue());
    }

    @Test
    void everyFieldIsRead() {
        assertThat(NamespaceSpecs.parse(Specs.keyValue(EVERYTHING)))
                .isEqualTo(
                        new NamespaceSpec(
                                Abstraction.KEY_VALUE,
                                "Profiles of users",
                                new Workload(
                                        new Interval(10.0, 100.0, 1000.0),
                                        new Interval(null, 50.0, null),
                                        new Interval(null, 512.0, null),
                                        new Interval(0.0, 1e6, null),
                                        new Latency(2.0, 20.5),
                                        new Latency(null, 50.0)),
                                Writes.CONDITIONAL,
                                Consistency.EVENTUAL,
                                Durability.BEST_EFFORT,
                                IsoDuration.of("P90D"),
                                CacheChoice.OFF,
                                EngineChoice.CASSANDRA,
                                Isolation.DEDICATED,
                                Map.of("team", "identity", "region", "eu"),
                                true,
                                null,
                                null,
                                null,
                                null,
                                null,
                                null));
    }

    @Test
    void aSpecIsReadBackAsItIsWritten() {
        NamespaceSpec spec = NamespaceSpecs.parse(Specs.keyValue(EVERYTHING));
        assertThat(NamespaceSpecs.parse(Specs.json(Json.write(spec)))).isEqualTo(spec);
        NamespaceSpec least = NamespaceSpec.keyValue();
        assertThat(NamespaceSpecs.parse(Specs.json(Json.write(least)))).isEqualTo(least);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"key-value\"", "1", "null"})
    void whatIsNoObjectIsNoSpec(String body) {
        assertThat(Specs.refusal(Specs.json(body)).violations())
                .containsExactly(new Violation("body", "must be an object"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                           | is required
                    {"abstraction": null}        | is required
                    {"abstraction": 1}           | must be text
                    {"abstraction": "KEY_VALUE"} | must be one of key-value, counter, time-series, search, cache, object, dataset, relational
                    """)
    void theAbstractionMustBeSaid(String json, String message) {
        assertThat(Specs.refusal(Specs.json(json)).violations())
                .containsExactly(new Violation("abstraction", message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "description": 1                                | description                   | must be text
                    "workload": 1                                   | workload                      | must be an object
                    "workload": {"items": "many"}                   | workload.items                | must be an object
                    "workload": {"items": {}}                       | workload.items.mid            | is required
                    "workload": {"items": {"mid": null}}            | workload.items.mid            | is required
                    "workload": {"items": {"mid": "1"}}             | workload.items.mid            | must be a number
                    "workload": {"items": {"low": "1", "mid": 1}}   | workload.items.low            | must be a number
                    "workload": {"items": {"mid": 1, "high": true}} | workload.items.high           | must be a number
                    "workload": {"read_latency_ms": 1}              | workload.read_latency_ms      | must be an object
                    "workload": {"read_latency_ms": {"mean": "1"}}  | workload.read_latency_ms.mean | must be a number
                    "workload": {"write_latency_ms": {"p99": []}}   | workload.write_latency_ms.p99 | must be a number
                    "writes": "first-write-wins"                    | writes                        | must be one of last-write-wins, conditional
                    "consistency": "strong"                         | consistency                   | must be one of eventual, read-your-writes, bounded
                    "durability": ""                                | durability                    | must be one of replicated, best-effort
                    "cache": "on"                                   | cache                         | must be one of auto, off
                    "engine": "redis"                               | engine                        | must be one of auto, cassandra, postgresql, elasticsearch, memcached, s3
                    "engine": "memcached"                           | engine                        | must be auto or cassandra or postgresql for key-value
                    "isolation": true                               | isolation                     | must be text
                    "isolation": "alone"                            | isolation                     | must be one of shared, dedicated
                    "ttl": 3600                                     | ttl                           | must be text
                    "ttl": "1d"                                     | ttl                           | must be an ISO-8601 duration such as P90D or PT1H
                    "ttl": "P1M"                                    | ttl                           | must be an ISO-8601 duration such as P90D or PT1H
                    "ttl": "P999999999999999D"                      | ttl                           | must be an ISO-8601 duration such as P90D or PT1H
                    "labels": []                                    | labels                        | must be an object
                    "labels": {"team": 1}                           | labels.team                   | must be text
                    "labels": {"team": null}                        | labels.team                   | must be text
                    "deletion_protection": "true"                   | deletion_protection           | must be true or false
                    """)
    void whatHasNotTheRightFormIsRefusedWhereItStands(
            String members, String field, String message) {
        assertThat(Specs.refusal(Specs.keyValue(members)).violations())
                .containsExactly(new Violation(field, message));
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        ProblemException refusal =
                Specs.refusal(
                        Specs.json(
                                """
                                {"abstraction": "table", "description": 1, "ttl": "PT0S", "colour": "red",
                                 "workload": {"items": {"low": "few", "high": -1, "top": 1}, "item_bytes": -1},
                                 "labels": {"Team": "x", "region": "e u"}, "cache": "on"}
                                """));
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "abstraction",
                        "description",
                        "ttl",
                        "colour",
                        "workload.items.low",
                        "workload.items.mid",
                        "workload.items.top",
                        "workload.item_bytes.mid",
                        "labels.Team",
                        "labels.region",
                        "cache");
        assertThat(refusal.detail()).startsWith("The spec is not valid: colour, abstraction, ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "colour": null                              | colour
                    "Description": ""                           | Description
                    "deletionProtection": true                  | deletionProtection
                    "workload": {"reads": 1}                    | workload.reads
                    "workload": {"items": {"mid": 1, "max": 2}} | workload.items.max
                    "workload": {"read_latency_ms": {"p50": 1}} | workload.read_latency_ms.p50
                    """)
    void aFieldThatIsNotKnownHasAProblemOfItsOwn(String members, String field) {
        ProblemException refusal = Specs.refusal(Specs.keyValue(members));
        assertThat(refusal.code()).isEqualTo(ProblemCode.UNKNOWN_FIELD);
        assertThat(refusal.violations()).containsExactly(new Violation(field, "is not known"));
    }
}
