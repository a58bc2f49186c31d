package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeSeriesSpecTest {
    private static String series(String retention, String acceptance) {
        return """
        {"abstraction": "time-series", "time_series": {"retention": "%s", "acceptance": "%s"}}
        """
                .formatted(retention, acceptance);
    }

    private static NamespaceSpec parse(String json) {
        return NamespaceSpecs.parse(Specs.json(json));
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        NamespaceSpec spec = parse("{\"abstraction\": \"time-series\"}");
        assertThat(spec.timeSeries())
                .isEqualTo(new TimeSeriesSpec(IsoDuration.of("P30D"), IsoDuration.of("P1D")));
        assertThat(spec).isEqualTo(parse(series("P30D", "PT24H")));
        assertThat(spec.chosenEngine()).isEqualTo(Engine.CASSANDRA);
        assertThat(NamespaceSpecs.parse(Json.tree(spec))).isEqualTo(spec);
        assertThat(Json.read(Json.write(spec), new TypeReference<NamespaceSpec>() {}))
                .isEqualTo(spec);
        NamespaceSpecs.check(spec);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PT23H  | PT1H   | time_series.retention  | must be from P1D to P3650D
                    P3651D | PT1H   | time_series.retention  | must be from P1D to P3650D
                    P30D   | PT59S  | time_series.acceptance | must be from PT1M to P30D
                    P90D   | P31D   | time_series.acceptance | must be from PT1M to P30D
                    P2D    | PT49H  | time_series.acceptance | must not be longer than the retention, P2D
                    P30D   | soon   | time_series.acceptance | must be an ISO-8601 duration such as P90D or PT1H
                    """)
    void whatIsWrongIsSaidWhereItStands(
            String retention, String acceptance, String field, String message) {
        assertThat(Specs.refusal(Specs.json(series(retention, acceptance))).violations())
                .containsExactly(new Violation(field, message));
    }

    @Test
    void whatHasNoEffectMustNotBeSaid() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                """
                                                {"abstraction": "time-series", "ttl": "P1D", "writes": "conditional", "consistency": "eventual",
                                                 "cache": "off", "engine": "postgresql", "dataset": {}}
                                                """))
                                .violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "ttl", "writes", "consistency", "cache", "engine", "dataset");
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                "{\"abstraction\": \"cache\", \"time_series\":"
                                                        + " {}}"))
                                .violations())
                .containsExactly(
                        new Violation("time_series", "is for the abstraction time-series only"));
    }

    @Test
    void howLongAndHowLateMayChange() {
        NamespaceSpec before = parse(series("P30D", "P1D"));
        NamespaceSpec after = parse(series("P90D", "PT1H"));
        assertThat(NamespaceSpecs.changed(before, after)).containsExactly("time_series");
        assertThat(NamespaceSpecs.immutable(before, after)).isEmpty();
    }
}
