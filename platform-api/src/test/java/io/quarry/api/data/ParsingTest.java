package io.quarry.api.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarry.abstractions.keyvalue.KeyValueLimits;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.KeyRange;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsingTest {
    @Test
    void a_path_is_taken_apart_as_it_was_sent() {
        assertThat(DataPath.parse("/data/v1/kv/demo/profiles/records"))
                .isEqualTo(new DataPath("demo/profiles", null, null));
        assertThat(DataPath.parse("/data/v1/kv/demo/profiles/records/a%2Fb"))
                .isEqualTo(new DataPath("demo/profiles", "a%2Fb", null));
        assertThat(DataPath.parse("/data/v1/kv/demo/profiles/records/../items/k"))
                .isEqualTo(new DataPath("demo/profiles", "..", "k"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/data/",
                "/data/v1/kv/",
                "/data/v1/kv/demo",
                "/data/v1/kv/demo/profiles",
                "/data/v1/kv/demo/profiles/record",
                "/data/v1/kv/demo/profiles/recordsx",
                "/data/v1/kv/demo/profiles/records:get",
                "/data/v1/kv/demo/profiles/records/a/b",
                "/data/v1/kv/demo/profiles/records/a/items",
                "/data/v1/kv/demo/profiles/records/a/items/b/c",
                "/data/v2/kv/demo/profiles/records"
            })
    void other_paths_are_no_data_routes(String path) {
        assertThat(DataPath.parse(path)).isNull();
    }

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

    @ParameterizedTest
    @CsvSource({
        "prefx=a, prefx",
        "limit=0, limit",
        "limit=many, limit",
        "limit=1&limit=2, limit",
        "reverse=maybe, reverse",
        "include=everything, include",
        "prefix=%zz, prefix",
        "prefix=a&from=b, keys",
        "keys=a&to=b, keys",
        "keys=, keys",
        "page_bytes=-1, page_bytes"
    })
    void a_wrong_query_is_refused_with_its_field(String raw, String field) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                Selections.of(
                                        Query.parse(raw).allowing(DataCall.LIST_ITEMS.parameters()),
                                        KeyEncoding.TEXT,
                                        KeyValueLimits.standard()))
                .satisfies(e -> assertThat(e.violations().getFirst().field()).isEqualTo(field));
    }

    @Test
    void a_selection_is_one_key_several_a_prefix_a_range_or_all() {
        assertThat(range("keys=a")).isEqualTo(KeyRange.single(Bytes.ofUtf8("a")));
        assertThat(range("keys=b&keys=a"))
                .isEqualTo(KeyRange.keys(Set.of(Bytes.ofUtf8("a"), Bytes.ofUtf8("b"))));
        assertThat(range("prefix=p")).isEqualTo(KeyRange.prefix(Bytes.ofUtf8("p")));
        assertThat(range("to=t")).isEqualTo(KeyRange.between(Bytes.EMPTY, Bytes.ofUtf8("t")));
        assertThat(range("")).isEqualTo(KeyRange.all());
    }

    private static KeyRange range(String raw) {
        return Selections.range(Query.parse(raw), KeyEncoding.TEXT);
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
