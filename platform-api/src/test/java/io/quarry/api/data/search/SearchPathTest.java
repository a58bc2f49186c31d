package io.quarry.api.data.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchPathTest {
    @Test
    void a_path_is_taken_apart_as_it_was_sent() {
        assertThat(SearchPath.parse("/documents/a%2Fb"))
                .isEqualTo(new SearchPath(SearchPath.Form.DOCUMENT, "a%2Fb"));
        assertThat(SearchPath.parse("/documents/a:bulk"))
                .isEqualTo(new SearchPath(SearchPath.Form.DOCUMENT, "a:bulk"));
        assertThat(SearchPath.parse("/documents:bulk"))
                .isEqualTo(new SearchPath(SearchPath.Form.BATCH, null));
        assertThat(SearchPath.parse(":query"))
                .isEqualTo(new SearchPath(SearchPath.Form.SEARCH, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/documents",
                "/documentsx",
                "/documents/a/b",
                ":queryx",
                "/:query"
            })
    void other_paths_are_no_data_routes(String rest) {
        assertThat(SearchPath.parse(rest)).isNull();
    }
}
