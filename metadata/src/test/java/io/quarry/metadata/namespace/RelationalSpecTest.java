package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RelationalSpecTest {
    private static NamespaceSpec parse(String json) {
        return NamespaceSpecs.parse(Specs.json(json));
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        NamespaceSpec said =
                parse(
                        "{\"abstraction\": \"relational\", \"relational\":"
                                + " {\"max_connections\": 20}}");
        assertThat(said).isEqualTo(parse("{\"abstraction\": \"relational\"}"));
        assertThat(said.relational()).isEqualTo(RelationalSpec.DEFAULT);
        NamespaceSpecs.check(said);
    }

    @Test
    void itIsReadBackAsItWasWritten() {
        NamespaceSpec spec =
                parse(
                        "{\"abstraction\": \"relational\", \"relational\":"
                                + " {\"max_connections\": 5, \"statement_timeout\": \"PT1M\"}}");
        assertThat(spec.relational())
                .isEqualTo(
                        new RelationalSpec(
                                5,
                                IsoDuration.of(Duration.ofMinutes(1)),
                                RelationalSpec.DEFAULT.storageBytes()));
        assertThat(NamespaceSpecs.parse(Json.tree(spec))).isEqualTo(spec);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                """
                                                {"abstraction": "relational", "ttl": "P1D", "writes": "conditional",
                                                 "consistency": "eventual", "cache": "off", "engine": "cassandra",
                                                 "relational": {"max_connections": 51, "statement_timeout": "PT2H", "storage_bytes": 1}}
                                                """))
                                .violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "relational.max_connections",
                        "relational.statement_timeout",
                        "relational.storage_bytes",
                        "writes",
                        "consistency",
                        "ttl",
                        "cache",
                        "engine");
    }

    @Test
    void fieldsAreOfTheirTypes() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                "{\"abstraction\": \"relational\", \"relational\":"
                                                        + " {\"max_connections\": 1.5,"
                                                        + " \"statement_timeout\": \"soon\"}}"))
                                .violations())
                .containsExactly(
                        new Violation("relational.max_connections", "must be a whole number"),
                        new Violation(
                                "relational.statement_timeout",
                                "must be an ISO-8601 duration such as P90D or PT1H"));
    }

    @Test
    void otherAbstractionsHaveNone() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                "{\"abstraction\": \"key-value\", \"relational\": {}}"))
                                .violations())
                .containsExactly(
                        new Violation("relational", "is for the abstraction relational only"));
        assertThat(NamespaceSpec.keyValue().relational()).isNull();
    }

    @Test
    void limitsMayChange() {
        NamespaceSpec before = parse("{\"abstraction\": \"relational\"}");
        NamespaceSpec after =
                parse(
                        "{\"abstraction\": \"relational\", \"relational\":"
                                + " {\"max_connections\": 5}}");
        assertThat(NamespaceSpecs.changed(before, after)).containsExactly("relational");
        assertThat(NamespaceSpecs.immutable(before, after)).isEmpty();
    }
}
