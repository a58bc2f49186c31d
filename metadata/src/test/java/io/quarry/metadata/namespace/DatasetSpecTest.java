package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Engine;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetSpecTest {
    private static final String MOVIE =
            """
            "Movie": {"fields": {"id": "long", "title": "string", "director": "Person"}, "primary_key": ["id"]},
            "Person": {"fields": {"name": "string"}}
            """;

    private static String dataset(String types) {
        return "{\"abstraction\": \"dataset\", \"dataset\": {\"types\": {" + types + "}}}";
    }

    private static NamespaceSpec parse(String types) {
        return NamespaceSpecs.parse(Specs.json(dataset(types)));
    }

    @Test
    void itIsReadBackAsItWasWritten() {
        NamespaceSpec spec = parse(MOVIE);
        assertThat(spec.dataset())
                .isEqualTo(
                        new DatasetSpec(
                                Map.of(
                                        "Movie",
                                        new DatasetType(
                                                Map.of(
                                                        "id", "long",
                                                        "title", "string",
                                                        "director", "Person"),
                                                List.of("id")),
                                        "Person",
                                        new DatasetType(Map.of("name", "string"), List.of())),
                                10));
        assertThat(spec.chosenEngine()).isEqualTo(Engine.S3);
        assertThat(NamespaceSpecs.parse(Json.tree(spec))).isEqualTo(spec);
        assertThat(Json.read(Json.write(spec), new TypeReference<NamespaceSpec>() {}))
                .isEqualTo(spec);
        NamespaceSpecs.check(spec);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"abstraction\": \"dataset\"}",
                "{\"abstraction\": \"dataset\", \"dataset\": {}}",
                "{\"abstraction\": \"dataset\", \"dataset\": {\"types\": {}}}"
            })
    void withoutATypeThereIsNothingToPublish(String json) {
        assertThat(Specs.refusal(Specs.json(json)).violations())
                .containsExactly(new Violation("dataset.types", "must be from 1 to 100"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "A": "x"                                                                 | dataset.types.A                   | must be an object
                    "A": {"fields": {"i": "int"}, "primary_key": "i"}                        | dataset.types.A.primary_key       | must be a list of texts
                    "A": {"fields": {"i": "int"}, "primary_key": [1]}                        | dataset.types.A.primary_key       | must be a list of texts
                    "A": {"fields": {"i": "int", "j": 1}, "primary_key": ["i"]}              | dataset.types.A.fields.j          | must be text
                    "a": {"fields": {"i": "int"}, "primary_key": ["i"]}                      | dataset.types.a                   | the name must match [A-Z][A-Za-z0-9_]{0,63}
                    "A": {"fields": {"i.j": "int", "i": "int"}, "primary_key": ["i"]}        | dataset.types.A.fields.i.j        | the name must match [A-Za-z][A-Za-z0-9_]{0,63}
                    "A": {"fields": {"i": "int", "b": "B"}, "primary_key": ["i"]}            | dataset.types.A.fields.b          | must be one of string, int, long, float, double, boolean, bytes or a type of the dataset, and is B
                    "A": {"fields": {"i": "int"}}                                            | dataset.types.A.primary_key       | is required of a type that no other refers to
                    "A": {"fields": {"i": "int"}, "primary_key": ["i", "i"]}                 | dataset.types.A.primary_key       | names a field twice
                    "A": {"fields": {"i": "int"}, "primary_key": ["j"]}                      | dataset.types.A.primary_key       | names j, which is no field
                    "A": {"fields": {"d": "double"}, "primary_key": ["d"]}                   | dataset.types.A.primary_key       | names d, and a double does not tell records apart
                    "A": {"fields": {"a": "A"}}                                              | dataset.types.A.fields.a          | closes a cycle, A -> A
                    "A": {"fields": {"b": "B"}}, "B": {"fields": {"c": "C"}}, "C": {"fields": {"a": "A"}} | dataset.types.C.fields.a | closes a cycle, A -> B -> C -> A
                    """)
    void whatIsWrongIsSaidWhereItStands(String types, String field, String message) {
        assertThat(Specs.refusal(Specs.json(dataset(types))).violations())
                .containsExactly(new Violation(field, message));
    }

    @Test
    void everythingIsSaidAtOnce() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                """
                                                {"abstraction": "dataset", "ttl": "P1D", "writes": "conditional", "engine": "cassandra",
                                                 "counter": {},
                                                 "dataset": {"keep_versions": 0, "types": {
                                                    "A": {"fields": {"x": "Nowhere", "b": "B"}, "primary_key": ["y"]},
                                                    "B": {"fields": {"a": "A", "0": "int"}}}}}
                                                """))
                                .violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "ttl",
                        "writes",
                        "engine",
                        "counter",
                        "dataset.keep_versions",
                        "dataset.types.A.fields.x",
                        "dataset.types.A.primary_key",
                        "dataset.types.B.fields.0",
                        "dataset.types.B.fields.a");
    }

    @Test
    void twoWaysToATypeAreNoCycle() {
        NamespaceSpecs.check(
                parse(
                        """
                        "A": {"fields": {"i": "int", "b": "B", "c": "C"}, "primary_key": ["i"]},
                        "B": {"fields": {"d": "D"}}, "C": {"fields": {"d": "D"}}, "D": {"fields": {"i": "int"}}
                        """));
    }

    @Test
    void otherMembersAreNotKnown() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                dataset(
                                                        "\"A\": {\"fields\": {\"i\": \"int\"},"
                                                                + " \"primary_key\": [\"i\"],"
                                                                + " \"shards\": 2}")))
                                .code())
                .isEqualTo(ProblemCode.UNKNOWN_FIELD);
    }

    @Test
    void typesAndFieldsAreAddedInPlaceAndNoneGoes() {
        NamespaceSpec before = parse(MOVIE);
        NamespaceSpec after =
                parse(
                        """
                        "Movie": {"fields": {"id": "long", "title": "string", "director": "Person", "year": "int"}, "primary_key": ["id"]},
                        "Person": {"fields": {"name": "string"}},
                        "Country": {"fields": {"code": "string"}, "primary_key": ["code"]}
                        """);
        assertThat(NamespaceSpecs.changed(before, after)).containsExactly("dataset");
        assertThat(NamespaceSpecs.immutable(before, after)).isEmpty();
        assertThat(NamespaceSpecs.immutable(after, before))
                .extracting(Violation::field)
                .containsExactly("dataset.types.Country", "dataset.types.Movie.fields.year");
    }

    @Test
    void whatIsThereStaysAsItIs() {
        NamespaceSpec before = parse(MOVIE);
        NamespaceSpec after =
                parse(
                        """
                        "Movie": {"fields": {"id": "int", "title": "string", "director": "Person"}, "primary_key": ["id", "title"]},
                        "Person": {"fields": {"name": "string"}}
                        """);
        assertThat(NamespaceSpecs.immutable(before, after))
                .containsExactly(
                        new Violation(
                                "dataset.types.Movie.fields.id",
                                "cannot change its type: versions that are there hold it as long"),
                        new Violation(
                                "dataset.types.Movie.primary_key",
                                "cannot change: records of one version are found again in the next"
                                        + " by it"));
    }

    @Test
    void theNumberOfVersionsMayChange() {
        NamespaceSpec after =
                NamespaceSpecs.patched(
                        parse(MOVIE), Specs.json("{\"dataset\": {\"keep_versions\": 3}}"));
        assertThat(NamespaceSpecs.immutable(parse(MOVIE), after)).isEmpty();
        assertThat(after.dataset()).extracting(DatasetSpec::keepVersions).isEqualTo(3);
    }
}
