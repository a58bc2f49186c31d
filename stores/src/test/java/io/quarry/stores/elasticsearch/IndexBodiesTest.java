package io.quarry.stores.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchField.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexBodiesTest {
    private static final List<SearchField> FIELDS =
            List.of(
                    SearchField.of("title", Type.TEXT),
                    new SearchField("body", Type.TEXT, "whitespace", null),
                    SearchField.of("place", Type.GEO_POINT),
                    new SearchField("meaning", Type.DENSE_VECTOR, null, 8));

    @Test
    void nothing_but_the_declared_fields_is_indexed() {
        assertThat(IndexBodies.create(new IndexShape(FIELDS, 3, 1)).toString())
                .isEqualTo(
                        """
                        {"settings":{"index":{"number_of_shards":3,"number_of_replicas":1,\
                        "mapping.exclude_source_vectors":false}},\
                        "mappings":{"dynamic":"strict","properties":{\
                        "id":{"type":"keyword","index":false},\
                        "token":{"type":"keyword","index":false,"doc_values":false},\
                        "deleted":{"type":"boolean"},\
                        "expires_at":{"type":"long"},"sweep_at":{"type":"long"},\
                        "rest":{"type":"object","enabled":false},\
                        "fields":{"type":"object","dynamic":"strict","properties":{\
                        "title":{"type":"text"},\
                        "body":{"type":"text","analyzer":"whitespace"},\
                        "place":{"type":"geo_point"},\
                        "meaning":{"type":"dense_vector","dims":8}}}}}}""");
    }

    @Test
    void the_uid_is_another_name_of_the_index() {
        assertThat(IndexBodies.alias(new NamespaceRef("k3v9x2m4q7w1z8n5b6c0", 2)).toString())
                .isEqualTo(
                        """
                        {"actions":[{"add":{"index":"k3v9x2m4q7w1z8n5b6c0_2",\
                        "alias":"k3v9x2m4q7w1z8n5b6c0","is_write_index":true}}]}""");
    }

    @Test
    void only_replicas_change_of_what_an_index_is_made_with() {
        assertThat(IndexBodies.settings(new IndexShape(FIELDS, 3, 2)).toString())
                .isEqualTo("{\"index\":{\"number_of_replicas\":2}}");
    }

    @ParameterizedTest
    @EnumSource(Type.class)
    void analyzer_and_dimensions_go_with_their_types_only(Type type) {
        if (type != Type.TEXT) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SearchField("x", type, "standard", null));
        }
        if (type == Type.DENSE_VECTOR) {
            assertThatIllegalArgumentException().isThrownBy(() -> SearchField.of("x", type));
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new SearchField("x", type, null, 3));
        }
    }

    @Test
    void an_index_has_a_shard_at_least() {
        assertThatIllegalArgumentException().isThrownBy(() -> new IndexShape(FIELDS, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new IndexShape(FIELDS, 1, -1));
    }
}
