package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of objects and, since they have no section, of caches. */
class ObjectSpecTest {
    private static NamespaceSpec parse(String json) {
        return NamespaceSpecs.parse(Specs.json(json));
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        NamespaceSpec spec = parse("{\"abstraction\": \"object\"}");
        assertThat(spec.object()).isEqualTo(new ObjectSpec(IsoDuration.of("P7D")));
        assertThat(spec).isEqualTo(parse("{\"abstraction\": \"object\", \"object\": {}}"));
        assertThat(NamespaceSpecs.parse(Json.tree(spec))).isEqualTo(spec);
        NamespaceSpecs.check(spec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT12H", "P1DT1H", "P31D"})
    void uploadsAreAbortedAfterWholeDays(String duration) {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                "{\"abstraction\": \"object\", \"object\":"
                                                        + " {\"abort_uploads_after\": \""
                                                        + duration
                                                        + "\"}}"))
                                .violations())
                .containsExactly(
                        new Violation(
                                "object.abort_uploads_after",
                                "must be whole days, from P1D to P30D"));
    }

    @ParameterizedTest
    @CsvSource({"PT24H,true", "P90D,true", "PT1H,false", "P1DT1S,false"})
    void objectsExpireAfterWholeDays(String ttl, boolean possible) {
        var json = Specs.json("{\"abstraction\": \"object\", \"ttl\": \"%s\"}".formatted(ttl));
        if (possible) {
            assertThat(NamespaceSpecs.parse(json).ttl()).isEqualTo(IsoDuration.of(ttl));
        } else {
            assertThat(Specs.refusal(json).violations())
                    .containsExactly(new Violation("ttl", "must be whole days for object"));
        }
    }

    @Test
    void objectsMayBeLarge() {
        String large = "{\"abstraction\": \"%s\", \"workload\": {\"item_bytes\": 1e12}}";
        NamespaceSpecs.check(parse(large.formatted("object")));
        assertThat(Specs.refusal(Specs.json(large.formatted("cache"))).violations())
                .containsExactly(
                        new Violation("workload.item_bytes.mid", "must be from 0 to 1048576"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache", "object"})
    void whatHasNoEffectMustNotBeSaid(String abstraction) {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                """
                                                {"abstraction": "%s", "writes": "conditional", "consistency": "eventual",
                                                 "cache": "off", "engine": "elasticsearch", "search": {}}
                                                """
                                                        .formatted(abstraction)))
                                .violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder("writes", "consistency", "cache", "engine", "search");
    }

    @Test
    void whatTheStoreDoesByItselfMayChange() {
        NamespaceSpec before = parse("{\"abstraction\": \"object\"}");
        NamespaceSpec after =
                parse(
                        "{\"abstraction\": \"object\", \"ttl\": \"P30D\", \"object\":"
                                + " {\"abort_uploads_after\": \"P1D\"}}");
        assertThat(NamespaceSpecs.changed(before, after)).containsExactly("ttl", "object");
        assertThat(NamespaceSpecs.immutable(before, after)).isEmpty();
    }

    @Test
    void aCacheHasADefaultTtlAndNoSection() {
        NamespaceSpec spec =
                parse("{\"abstraction\": \"cache\", \"ttl\": \"PT5M\", \"engine\": \"memcached\"}");
        NamespaceSpecs.check(spec);
        assertThat(
                        Specs.refusal(Specs.json("{\"abstraction\": \"cache\", \"cache\": {}}"))
                                .violations())
                .containsExactly(new Violation("cache", "must be text"));
    }
}
