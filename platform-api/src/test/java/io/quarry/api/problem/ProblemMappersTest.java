package io.quarry.api.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.api.control.StrictJson;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemMappersTest {
    private final ObjectMapper json = new ObjectMapper();

    enum Colour {
        LIGHT_RED,
        BLUE
    }

    record Leaf(@Nullable Double size) {}

    record Body(
            @Nullable String name,
            @Nullable Integer count,
            boolean wanted,
            @Nullable Colour colour,
            @Nullable List<Leaf> leaves) {}

    ProblemMappersTest() {
        new StrictJson().customize(json);
    }

    private Problem refused(String body) {
        var failure =
                catchThrowableOfType(
                        JsonProcessingException.class, () -> json.readValue(body, Body.class));
        assertThat(failure).as(body).isNotNull();
        return ProblemMappers.ofJson(failure);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'name': 5} | name | must be a text",
                "{'name': []} | name | must be a text",
                "{'count': '5'} | count | must be a number",
                "{'count': 5.5} | count | must be a number",
                "{'wanted': 'yes'} | wanted | must be true or false",
                "{'wanted': null} | wanted | must be true or false",
                "{'colour': 'green'} | colour | must be one of light-red, blue",
                "{'leaves': {}} | leaves | must be a list",
                "{'leaves': [{}, {'size': 'big'}]} | leaves[1].size | must be a number",
                "[] | body | must be an object"
            })
    void aWrongTypeNamesItsField(String body, String field, String message) {
        var violation = refused(body.replace('\'', '"')).violations().getFirst();
        assertThat(violation.field()).isEqualTo(field);
        assertThat(violation.message()).isEqualTo(message);
    }

    @Test
    void anUnknownFieldIsNamedWithThoseThatAreKnown() {
        var problem = refused("{\"leaves\": [{\"sise\": 1}]}");
        assertThat(problem.code().code()).isEqualTo("unknown-field");
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.violations().getFirst().field()).isEqualTo("leaves[0].sise");
        assertThat(problem.violations().getFirst().message()).contains("known are size");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{",
                "{'name': 'a', 'name': 'b'}",
                "{} {}",
                "{'name': 'a',}",
                "{name: 'a'}",
                "nul"
            })
    void malformedJsonIsToldWithItsPlace(String body) {
        var problem = refused(body.replace('\'', '"'));
        assertThat(problem.code().code()).isEqualTo("invalid-request");
        assertThat(problem.toJson()).doesNotContain("Exception", "com.fasterxml", "Body");
    }
}
