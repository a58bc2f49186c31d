package io.quarry.api.data.keyvalue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarry.abstractions.keyvalue.KeyValueLimits;
import io.quarry.api.data.KeyEncoding;
import io.quarry.api.data.Query;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.KeyRange;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyValueParsingTest {
    @Test
    void a_path_is_taken_apart_as_it_was_sent() {
        assertThat(KeyValuePath.parse("/records"))
                .isEqualTo(new KeyValuePath(KeyValuePath.Form.RECORDS, null, null));
        assertThat(KeyValuePath.parse("/records/a%2Fb"))
                .isEqualTo(new KeyValuePath(KeyValuePath.Form.RECORD, "a%2Fb", null));
        assertThat(KeyValuePath.parse("/records/../items/k"))
                .isEqualTo(new KeyValuePath(KeyValuePath.Form.ITEM, "..", "k"));
    }

    @Test
    void a_verb_is_a_form_of_its_own() {
        assertThat(KeyValuePath.parse("/records:get"))
                .isEqualTo(new KeyValuePath(KeyValuePath.Form.RECORDS_GET, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/record",
                "/recordsx",
                "/records:mutate",
                "/records:get/a",
                "/records/a/b",
                "/records/a/items",
                "/records/a/items/b/c"
            })
    void other_paths_are_no_data_routes(String path) {
        assertThat(KeyValuePath.parse(path)).isNull();
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
                                        Query.parse(raw)
                                                .allowing(KeyValueCall.LIST_ITEMS.parameters()),
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
}
