package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CounterSpecTest {
    private static String counter(String mode) {
        return "{\"abstraction\": \"counter\", \"counter\": {\"mode\": \"" + mode + "\"}}";
    }

    private static NamespaceSpec parse(String json) {
        return NamespaceSpecs.parse(Specs.json(json));
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        NamespaceSpec spec = parse("{\"abstraction\": \"counter\"}");
        assertThat(spec.counter()).isEqualTo(new CounterSpec(CounterMode.EVENTUAL));
        assertThat(spec).isEqualTo(parse("{\"abstraction\": \"counter\", \"counter\": {}}"));
        assertThat(NamespaceSpecs.parse(Json.tree(spec))).isEqualTo(spec);
        assertThat(Json.read(Json.write(spec), new TypeReference<NamespaceSpec>() {}))
                .isEqualTo(spec);
        NamespaceSpecs.check(spec);
    }

    @ParameterizedTest
    @CsvSource({"best-effort, MEMCACHED", "eventual, CASSANDRA", "accurate, CASSANDRA"})
    void theModeDecidesTheEngine(String mode, Engine engine) {
        NamespaceSpec spec = parse(counter(mode));
        assertThat(spec.chosenEngine()).isEqualTo(engine);
        assertThat(spec.particulars().engines()).containsExactly(engine);
        NamespaceSpecs.check(spec);
    }

    @ParameterizedTest
    @CsvSource({
        "best-effort, cassandra, must be auto or memcached for counter of the mode best-effort",
        "eventual, memcached, must be auto or cassandra for counter of the mode eventual",
        "accurate, postgresql, must be auto or cassandra for counter of the mode accurate"
    })
    void anotherEngineIsRefusedWithTheMode(String mode, String engine, String message) {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                counter(mode)
                                                        .replaceFirst(
                                                                "\\{",
                                                                "{\"engine\": \""
                                                                        + engine
                                                                        + "\", ")))
                                .violations())
                .containsExactly(new Violation("engine", message));
    }

    @Test
    void aModeIsOneOfThree() {
        assertThat(Specs.refusal(Specs.json(counter("exact"))).violations())
                .containsExactly(
                        new Violation(
                                "counter.mode", "must be one of best-effort, eventual, accurate"));
    }

    @Test
    void whatHasNoEffectMustNotBeSaid() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                """
                                                {"abstraction": "counter", "ttl": "P1D", "writes": "conditional",
                                                 "consistency": "eventual", "cache": "off", "object": {},
                                                 "workload": {"item_bytes": 8}}
                                                """))
                                .violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "ttl", "writes", "consistency", "cache", "object", "workload.item_bytes");
    }

    @Test
    void theModeStaysAsItIs() {
        NamespaceSpec before = parse(counter("eventual"));
        NamespaceSpec after = parse(counter("accurate"));
        assertThat(NamespaceSpecs.changed(before, after)).containsExactly("counter");
        assertThat(NamespaceSpecs.immutable(before, after))
                .containsExactly(
                        new Violation(
                                "counter.mode",
                                "cannot change: eventual keeps counts in another way than"
                                        + " accurate"));
        assertThat(NamespaceSpecs.immutable(before, before)).isEmpty();
    }
}
