package io.quarry.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.Limits;
import org.junit.jupiter.api.Test;

class RouteCodecTest {
    @Test
    void the_fields_of_a_search_namespace_come_through() {
        var written = Samples.searchRoute(4, "articles", 1, new Limits(1, 1));
        var codec = Samples.codec();
        assertThat(codec.decode(written.key(), codec.encode(written))).isEqualTo(written);
    }
}
