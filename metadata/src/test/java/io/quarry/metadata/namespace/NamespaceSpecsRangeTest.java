package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.problem.Violation;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranges and patterns of a spec, at their edges. */
class NamespaceSpecsRangeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "ttl": "PT1S"                                           | "ttl": "PT0.999S"                                       | ttl
                    "ttl": "P3650D"                                         | "ttl": "P3650DT1S"                                      | ttl
                    "ttl": "PT1M"                                           | "ttl": "-P1D"                                           | ttl
                    "workload": {"reads_per_second": 0}                     | "workload": {"reads_per_second": -1}                    | workload.reads_per_second.mid
                    "workload": {"reads_per_second": 1e12}                  | "workload": {"reads_per_second": 1000000000001}         | workload.reads_per_second.mid
                    "workload": {"writes_per_second": 1e12}                 | "workload": {"writes_per_second": 1e999}                | workload.writes_per_second.mid
                    "workload": {"items": 1e12}                             | "workload": {"items": 1.1e12}                           | workload.items.mid
                    "workload": {"item_bytes": 1048576}                     | "workload": {"item_bytes": 1048577}                     | workload.item_bytes.mid
                    "workload": {"item_bytes": {"low": 0, "mid": 1}}        | "workload": {"item_bytes": {"low": -1, "mid": 1}}       | workload.item_bytes.low
                    "workload": {"item_bytes": {"low": 2, "mid": 2}}        | "workload": {"item_bytes": {"low": 2.1, "mid": 2}}      | workload.item_bytes.low
                    "workload": {"item_bytes": {"mid": 2, "high": 2}}       | "workload": {"item_bytes": {"mid": 2, "high": 1.9}}     | workload.item_bytes.high
                    "workload": {"item_bytes": {"mid": 2, "high": 1048576}} | "workload": {"item_bytes": {"mid": 2, "high": 1048577}} | workload.item_bytes.high
                    "workload": {"read_latency_ms": {"mean": 60000}}        | "workload": {"read_latency_ms": {"mean": 60001}}        | workload.read_latency_ms.mean
                    "workload": {"read_latency_ms": {"p99": 0}}             | "workload": {"read_latency_ms": {"p99": -0.1}}          | workload.read_latency_ms.p99
                    "workload": {"write_latency_ms": {"mean": 9, "p99": 9}} | "workload": {"write_latency_ms": {"mean": 9, "p99": 8}} | workload.write_latency_ms.p99
                    """)
    void aRangeHoldsItsEndsAndNothingBeyond(String within, String beyond, String field) {
        assertThat(NamespaceSpecs.validate(NamespaceSpecs.parse(Specs.keyValue(within)))).isEmpty();
        assertThat(Specs.refusal(Specs.keyValue(beyond)).violations())
                .extracting(Violation::field)
                .containsExactly(field);
    }

    @Test
    void aDescriptionHasItsLength() {
        String longest = "x".repeat(NamespaceSpecs.MAX_DESCRIPTION);
        NamespaceSpec spec = NamespaceSpecs.parse(Specs.keyValue(description(longest)));
        assertThat(spec.description()).isEqualTo(longest);
        assertThat(Specs.refusal(Specs.keyValue(description(longest + "x"))).violations())
                .containsExactly(new Violation("description", "must have at most 1000 characters"));
    }

    @Test
    void labelsAreNotTooMany() {
        assertThat(NamespaceSpecs.parse(Specs.keyValue(labels(NamespaceSpecs.MAX_LABELS))).labels())
                .hasSize(NamespaceSpecs.MAX_LABELS);
        assertThat(
                        Specs.refusal(Specs.keyValue(labels(NamespaceSpecs.MAX_LABELS + 1)))
                                .violations())
                .containsExactly(new Violation("labels", "must be at most 32"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "1", "team", "a.b/c_d-e", "x23456789.123456789.123456789"})
    void aLabelsKeyThatIsOne(String key) {
        String longest = key + "x".repeat(63 - key.length());
        assertThat(NamespaceSpecs.parse(Specs.keyValue(label(longest, ""))).labels())
                .containsExactly(Map.entry(longest, ""));
        assertThat(NamespaceSpecs.parse(Specs.keyValue(label(key, "x"))).labels())
                .containsExactly(Map.entry(key, "x"));
        assertThat(Specs.refusal(Specs.keyValue(label(longest + "x", ""))).violations())
                .extracting(Violation::field)
                .containsExactly("labels." + longest + "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Team", "-team", "team-", ".team", "te am", "té", "team="})
    void aLabelsKeyThatIsNone(String key) {
        assertThat(Specs.refusal(Specs.keyValue(label(key, "x"))).violations())
                .singleElement()
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("labels." + key))
                .satisfies(fault -> assertThat(fault.message()).startsWith("the key must match "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "X", "1", "eu-central_1.b", "EU"})
    void aLabelsValueThatIsOne(String value) {
        String longest = value + "x".repeat(63 - value.length());
        assertThat(NamespaceSpecs.parse(Specs.keyValue(label("region", value))).labels())
                .containsExactly(Map.entry("region", value));
        assertThat(NamespaceSpecs.parse(Specs.keyValue(label("region", longest))).labels())
                .containsExactly(Map.entry("region", longest));
        assertThat(Specs.refusal(Specs.keyValue(label("region", longest + "x"))).violations())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-", "eu.", "-", "e u", "a/b", "é"})
    void aLabelsValueThatIsNone(String value) {
        assertThat(Specs.refusal(Specs.keyValue(label("region", value))).violations())
                .singleElement()
                .satisfies(fault -> assertThat(fault.field()).isEqualTo("labels.region"))
                .satisfies(
                        fault -> assertThat(fault.message()).startsWith("the value must match "));
    }

    private static String description(String text) {
        return "\"description\": \"" + text + "\"";
    }

    private static String label(String key, String value) {
        return "\"labels\": {\"" + key + "\": \"" + value + "\"}";
    }

    private static String labels(int count) {
        return IntStream.range(0, count)
                .mapToObj(label -> "\"label-" + label + "\": \"x\"")
                .collect(Collectors.joining(", ", "\"labels\": {", "}"));
    }
}
