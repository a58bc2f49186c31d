package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is offered, and what may change once a namespace lives. */
class NamespaceSpecsChangeTest {
    /** Everything else that a spec can choose is well said and not offered yet. */
    private static final Map<String, Set<String>> OFFERED =
            Map.of(
                    "abstraction",
                            Set.of(
                                    "key-value",
                                    "relational",
                                    "search",
                                    "cache",
                                    "object",
                                    "counter",
                                    "dataset",
                                    "time-series"),
                    "writes", Set.of("last-write-wins", "conditional"),
                    "consistency", Set.of("eventual", "read-your-writes"),
                    "durability", Set.of("replicated", "best-effort"),
                    "cache", Set.of("auto", "off"),
                    "engine", Set.of("auto", "cassandra"),
                    "isolation", Set.of("shared"));

    /** For each field, something that is not its default. */
    private static final Map<String, String> OTHERWISE =
            Map.ofEntries(
                    Map.entry("abstraction", "\"cache\""),
                    Map.entry("description", "\"other\""),
                    Map.entry("workload", "{\"items\": 1}"),
                    Map.entry("writes", "\"conditional\""),
                    Map.entry("consistency", "\"eventual\""),
                    Map.entry("durability", "\"best-effort\""),
                    Map.entry("ttl", "\"P1D\""),
                    Map.entry("cache", "\"off\""),
                    Map.entry("engine", "\"cassandra\""),
                    Map.entry("isolation", "\"dedicated\""),
                    Map.entry("labels", "{\"team\": \"x\"}"),
                    Map.entry("deletion_protection", "true"),
                    Map.entry("relational", "{\"max_connections\": 1}"),
                    Map.entry("search", "{\"fields\": {\"title\": {\"type\": \"text\"}}}"),
                    Map.entry("object", "{\"abort_uploads_after\": \"P2D\"}"),
                    Map.entry("counter", "{\"mode\": \"accurate\"}"),
                    Map.entry("dataset", "{\"keep_versions\": 3}"),
                    Map.entry("time_series", "{\"retention\": \"P90D\"}"));

    private static final Set<String> CHANGEABLE =
            Set.of(
                    "description",
                    "workload",
                    "ttl",
                    "labels",
                    "deletion_protection",
                    "relational",
                    "search",
                    "object",
                    "counter",
                    "dataset",
                    "time_series");

    static Stream<Arguments> everyChoice() {
        return Stream.of(
                        choices("abstraction", Abstraction.values(), Abstraction::wire),
                        choices("writes", Writes.values(), Writes::wire),
                        choices("consistency", Consistency.values(), Consistency::wire),
                        choices("durability", Durability.values(), Durability::wire),
                        choices("cache", CacheChoice.values(), CacheChoice::wire),
                        choices(
                                "engine",
                                new EngineChoice[] {
                                    EngineChoice.AUTO,
                                    EngineChoice.CASSANDRA,
                                    EngineChoice.POSTGRESQL
                                },
                                EngineChoice::wire),
                        choices("isolation", Isolation.values(), Isolation::wire))
                .flatMap(each -> each);
    }

    static Stream<Arguments> everyField() {
        return Arrays.stream(NamespaceSpec.class.getRecordComponents())
                .map(field -> SnakeCaseStrategy.INSTANCE.translate(field.getName()))
                .map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("everyChoice")
    void whatIsNotOfferedYetIsWellSaidButRefusedForANewNamespace(String field, String choice) {
        NamespaceSpec spec =
                NamespaceSpecs.parse(
                        Specs.json(
                                field.equals("abstraction")
                                        ? Specs.least(choice)
                                        : "{\"abstraction\": \"key-value\", \"%s\": \"%s\"}"
                                                .formatted(field, choice)));
        if (OFFERED.getOrDefault(field, Set.of()).contains(choice)) {
            assertThatCode(() -> NamespaceSpecs.check(spec)).doesNotThrowAnyException();
        } else {
            assertThat(refusal(spec).code()).isEqualTo(ProblemCode.INVALID_REQUEST);
            assertThat(refusal(spec).violations())
                    .extracting(Violation::field)
                    .containsExactly(field);
            assertThat(refusal(spec).violations().getFirst().message()).contains("not offered yet");
        }
    }

    @Test
    void whatIsNotOfferedIsSaidTogetherWithWhatIsNotValid() {
        NamespaceSpec spec =
                Specs.read(
                        Specs.keyValue(
                                "\"consistency\": \"bounded\", \"isolation\": \"dedicated\","
                                        + " \"ttl\": \"P9999D\""));
        assertThat(refusal(spec).violations())
                .extracting(Violation::field)
                .containsExactly("ttl", "consistency", "isolation");
    }

    @ParameterizedTest
    @MethodSource("everyField")
    void aChangeIsSeenInItsFieldAndAllowedWhereTheFieldMayChange(String field) {
        NamespaceSpec before = NamespaceSpec.keyValue();
        NamespaceSpec after = spec(field);
        assertThat(NamespaceSpecs.changed(before, after)).containsExactly(field);
        assertThat(NamespaceSpecs.changed(after, before)).containsExactly(field);
        assertThat(NamespaceSpecs.changed(after, after)).isEmpty();
        assertThat(NamespaceSpecs.immutable(before, after))
                .extracting(Violation::field)
                .isEqualTo(CHANGEABLE.contains(field) ? List.of() : List.of(field));
    }

    @Test
    void immutableKeepsTheOrderOfWhatChanged() {
        NamespaceSpec after =
                Specs.read(
                        Specs.keyValue(
                                "\"cache\": \"off\", \"ttl\": \"P1D\", \"writes\":"
                                        + " \"conditional\""));
        assertThat(NamespaceSpecs.immutable(NamespaceSpec.keyValue(), after))
                .containsExactly(
                        new Violation("writes", "cannot change once it is set"),
                        new Violation("cache", "cannot change once it is set"));
    }

    @Test
    void twoWaysOfSayingTheSameAreNoChange() {
        NamespaceSpec days =
                Specs.read(
                        Specs.keyValue(
                                "\"ttl\": \"P1D\", \"labels\": {\"a\": \"x\", \"b\": \"y\"},"
                                        + " \"workload\": {\"items\": 1}"));
        NamespaceSpec hours =
                Specs.read(
                        Specs.keyValue(
                                "\"ttl\": \"PT24H\", \"labels\": {\"b\": \"y\", \"a\": \"x\"},"
                                        + " \"workload\": {\"items\": {\"mid\": 1.0}}"));
        assertThat(NamespaceSpecs.changed(days, hours)).isEmpty();
    }

    private static ProblemException refusal(NamespaceSpec spec) {
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> NamespaceSpecs.check(spec));
        assertThat(refusal).as(spec.toString()).isNotNull();
        return refusal;
    }

    private static NamespaceSpec spec(String field) {
        String otherwise = OTHERWISE.getOrDefault(field, "a field that this test does not know");
        return Specs.read(
                field.equals("abstraction")
                        ? Specs.json("{\"abstraction\": " + otherwise + "}")
                        : Specs.keyValue("\"" + field + "\": " + otherwise));
    }

    private static <E> Stream<Arguments> choices(
            String field, E[] values, Function<E, String> wire) {
        return Arrays.stream(values).map(value -> Arguments.of(field, wire.apply(value)));
    }
}
