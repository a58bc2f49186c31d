package io.quarry.api.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "*",
                "",
                "/a/b-c._~!$&'()*+,;=:@/%2F%ff",
                "/a?b=c&d[]=%20?/e",
                "http://127.0.0.1:8080/a?",
            })
    void whatRfc3986Allows(String uri) {
        assertThat(RequestTarget.malformed(uri)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/50%, path",
        "/50%2, path",
        "/%zz, path",
        "/%2z, path",
        "/a b, path",
        "/a[0], path",
        "/a#b, path",
        "/{a}, path",
        "/\u00fc, path",
        "/%\uff11\uff11, path",
        "/a?b=%, query",
        "/a?b={}, query",
        "/a?b=|, query",
    })
    void whatItDoesNot(String uri, String part) {
        assertThat(RequestTarget.malformed(uri)).isEqualTo(part);
    }
}
