package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSpecTest {
    private static final String TEXT = "{\"type\": \"text\"}";

    private static String search(String fields) {
        return "{\"abstraction\": \"search\", \"search\": {\"fields\": {" + fields + "}}}";
    }

    private static NamespaceSpec parse(String fields) {
        return NamespaceSpecs.parse(Specs.json(search(fields)));
    }

    @Test
    void itIsReadBackAsItWasWritten() {
        NamespaceSpec spec =
                parse(
                        """
                        "title": {"type": "text", "analyzer": "simple"}, "body": {"type": "text"},
                        "at": {"type": "geo-point"}, "like": {"type": "dense-vector", "dimensions": 384}
                        """);
        assertThat(spec.search())
                .isEqualTo(
                        new SearchSpec(
                                Map.of(
                                        "title", new SearchField(FieldType.TEXT, "simple", null),
                                        "body", new SearchField(FieldType.TEXT, "standard", null),
                                        "at", new SearchField(FieldType.GEO_POINT, null, null),
                                        "like",
                                                new SearchField(
                                                        FieldType.DENSE_VECTOR, null, 384))));
        assertThat(NamespaceSpecs.parse(Json.tree(spec))).isEqualTo(spec);
        assertThat(Json.read(Json.write(spec), new TypeReference<NamespaceSpec>() {}))
                .isEqualTo(spec);
        NamespaceSpecs.check(spec);
    }

    @Test
    void anAnalyzerThatIsNotSaidIsTheStandardOne() {
        assertThat(parse("\"title\": {\"type\": \"text\", \"analyzer\": \"standard\"}"))
                .isEqualTo(parse("\"title\": " + TEXT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"abstraction\": \"search\"}",
                "{\"abstraction\": \"search\", \"search\": {}}",
                "{\"abstraction\": \"search\", \"search\": {\"fields\": {}}}"
            })
    void withoutAFieldNothingCanBeFound(String json) {
        assertThat(Specs.refusal(Specs.json(json)).violations())
                .containsExactly(new Violation("search.fields", "must be from 1 to 200"));
    }

    @Test
    void aMappingHasItsBound() {
        assertThat(Specs.refusal(Specs.json(search(fields(201)))).violations())
                .containsExactly(new Violation("search.fields", "must be from 1 to 200"));
        assertThat(parse(fields(200)).search()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "Title": {"type": "text"}                            | search.fields.Title        | the name must match [a-z][a-z0-9_]{0,63}
                    "a.b": {"type": "text"}                              | search.fields.a.b          | the name must match [a-z][a-z0-9_]{0,63}
                    "a": "text"                                          | search.fields.a            | must be an object
                    "a": {}                                              | search.fields.a.type       | is required
                    "a": {"type": "string"}                              | search.fields.a.type       | must be one of keyword, text, long, double, date, boolean, geo-point, dense-vector
                    "a": {"type": "text", "analyzer": "german"}          | search.fields.a.analyzer   | must be one of standard, simple, whitespace, keyword
                    "a": {"type": "keyword", "analyzer": "simple"}       | search.fields.a.analyzer   | is for the type text only
                    "a": {"type": "text", "analyzer": 1}                 | search.fields.a.analyzer   | must be text
                    "a": {"type": "long", "dimensions": 3}               | search.fields.a.dimensions | is for the type dense-vector only
                    "a": {"type": "dense-vector"}                        | search.fields.a.dimensions | is required of a dense-vector
                    "a": {"type": "dense-vector", "dimensions": 0}       | search.fields.a.dimensions | must be from 1 to 4096
                    "a": {"type": "dense-vector", "dimensions": 4097}    | search.fields.a.dimensions | must be from 1 to 4096
                    """)
    void whatIsWrongIsSaidWhereItStands(String fields, String field, String message) {
        assertThat(Specs.refusal(Specs.json(search(fields))).violations())
                .containsExactly(new Violation(field, message));
    }

    @Test
    void whatHasNoEffectMustNotBeSaid() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                """
                                                {"abstraction": "search", "ttl": "P1D", "writes": "conditional",
                                                 "consistency": "eventual", "cache": "off", "engine": "cassandra",
                                                 "object": {}, "relational": {},
                                                 "search": {"fields": {"A": {"type": "keyword", "dimensions": 1}}}}
                                                """))
                                .violations())
                .extracting(Violation::field)
                .containsExactlyInAnyOrder(
                        "search.fields.A",
                        "search.fields.A.dimensions",
                        "writes",
                        "consistency",
                        "cache",
                        "ttl",
                        "engine",
                        "object",
                        "relational");
    }

    @Test
    void otherMembersAreNotKnown() {
        assertThat(
                        Specs.refusal(
                                        Specs.json(
                                                search(
                                                        "\"a\": {\"type\": \"text\", \"boost\": 2}")))
                                .code())
                .isEqualTo(ProblemCode.UNKNOWN_FIELD);
    }

    @Test
    void fieldsAreAddedInPlace() {
        NamespaceSpec before = parse("\"title\": " + TEXT);
        NamespaceSpec after = parse("\"title\": " + TEXT + ", \"year\": {\"type\": \"long\"}");
        assertThat(NamespaceSpecs.changed(before, after)).containsExactly("search");
        assertThat(NamespaceSpecs.immutable(before, after)).isEmpty();
        assertThat(NamespaceSpecs.immutable(after, before))
                .containsExactly(
                        new Violation(
                                "search.fields.year",
                                "cannot be removed: documents that hold it are indexed by it"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"type": "text"}                          | {"type": "keyword"}
                    {"type": "text"}                          | {"type": "text", "analyzer": "simple"}
                    {"type": "dense-vector", "dimensions": 2} | {"type": "dense-vector", "dimensions": 3}
                    """)
    void aFieldStaysAsItWasDeclared(String before, String after) {
        assertThat(
                        NamespaceSpecs.immutable(
                                parse("\"a\": " + TEXT + ", \"b\": " + before),
                                parse("\"a\": " + TEXT + ", \"b\": " + after)))
                .containsExactly(
                        new Violation(
                                "search.fields.b",
                                "cannot change its type, analyzer or dimensions: what is indexed"
                                        + " would have to be indexed again"));
    }

    private static String fields(int number) {
        return IntStream.range(0, number)
                .mapToObj(each -> "\"f" + each + "\": {\"type\": \"keyword\"}")
                .collect(Collectors.joining(", "));
    }
}
