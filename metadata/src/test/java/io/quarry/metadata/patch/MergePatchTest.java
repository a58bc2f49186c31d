package io.quarry.metadata.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergePatchTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** RFC 7396, appendix A. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            textBlock =
                    """
                    {"a":"b"}            | {"a":"c"}                     | {"a":"c"}
                    {"a":"b"}            | {"b":"c"}                     | {"a":"b","b":"c"}
                    {"a":"b"}            | {"a":null}                    | {}
                    {"a":"b","b":"c"}    | {"a":null}                    | {"b":"c"}
                    {"a":["b"]}          | {"a":"c"}                     | {"a":"c"}
                    {"a":"c"}            | {"a":["b"]}                   | {"a":["b"]}
                    {"a":{"b":"c"}}      | {"a":{"b":"d","c":null}}      | {"a":{"b":"d"}}
                    {"a":[{"b":"c"}]}    | {"a":[1]}                     | {"a":[1]}
                    ["a","b"]            | ["c","d"]                     | ["c","d"]
                    {"a":"b"}            | ["c"]                         | ["c"]
                    {"a":"foo"}          | null                          | null
                    {"a":"foo"}          | "bar"                         | "bar"
                    {"e":null}           | {"a":1}                       | {"e":null,"a":1}
                    [1,2]                | {"a":"b","c":null}            | {"a":"b"}
                    {}                   | {"a":{"bb":{"ccc":null}}}     | {"a":{"bb":{}}}
                    """)
    void theCasesOfTheStandard(String target, String patch, String merged) {
        assertThat(MergePatch.apply(json(target), json(patch))).isEqualTo(json(merged));
    }

    @Test
    void neitherTargetNorPatchIsChanged() {
        JsonNode target = json("{\"a\":{\"b\":1}}");
        JsonNode patch = json("{\"a\":{\"b\":null,\"c\":2}}");
        MergePatch.apply(target, patch);
        assertThat(target).isEqualTo(json("{\"a\":{\"b\":1}}"));
        assertThat(patch).isEqualTo(json("{\"a\":{\"b\":null,\"c\":2}}"));
    }

    private static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException(text, notJson);
        }
    }
}
