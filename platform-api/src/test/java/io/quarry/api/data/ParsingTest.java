package io.quarry.api.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarry.metadata.problem.ProblemException;
import io.quarry.stores.spi.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsingTest {
    @Test
    void names_are_percent_encoded_utf8_or_base64url() {
        assertThat(KeyEncoding.TEXT.fromPath("a%2Fb+c%C3%A4", "id"))
                .isEqualTo(Bytes.ofUtf8("a/b+cä"));
        assertThat(KeyEncoding.BASE64URL.fromPath("_w", "id"))
                .isEqualTo(Bytes.of(new byte[] {(byte) 0xff}));
        assertThat(KeyEncoding.BASE64URL.fromPath("Lg", "id")).isEqualTo(Bytes.ofUtf8("."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "..", "%2e", "%2E%2e", "%", "%4", "%zz", "a%", "%FF", "%C3", "ä"})
    void names_that_are_neither_are_refused_with_their_field(String segment) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> KeyEncoding.TEXT.fromPath(segment, "key"))
                .satisfies(e -> assertThat(e.violations().getFirst().field()).isEqualTo("key"));
    }

    @Test
    void any_bytes_have_a_text_in_an_answer() {
        assertThat(KeyEncoding.TEXT.toText(Bytes.ofUtf8("ä"))).isEqualTo("ä");
        assertThat(KeyEncoding.TEXT.toText(Bytes.of(new byte[] {(byte) 0xff}))).isEqualTo("_w");
        assertThat(KeyEncoding.BASE64URL.toText(Bytes.ofUtf8("."))).isEqualTo("Lg");
    }

    @Test
    void a_query_is_read_with_its_repetitions() {
        var query = Query.parse("keys=a&keys=b%26c&reverse&limit=5&prefix=x+y");
        assertThat(query.all("keys")).containsExactly("a", "b&c");
        assertThat(query.flag("reverse")).isTrue();
        assertThat(query.atMost("limit", 1, 3, 2)).isEqualTo(3);
        assertThat(query.atMost("page_bytes", 1, 3, 2)).isEqualTo(2);
        assertThat(query.one("prefix")).isEqualTo("x y");
    }

    @Test
    void header_text_survives_both_ways() throws Percent.Malformed {
        for (var text : new String[] {"plain text", " edge ", "ä % ü", "100%", "tab\there", ""}) {
            var header = Percent.forHeader(text);
            assertThat(header.chars()).allMatch(c -> c >= ' ' && c < 0x7f);
            assertThat(new String(Percent.decode(header.replace(" ", "%20"), false), UTF_8))
                    .isEqualTo(text);
        }
    }
}
