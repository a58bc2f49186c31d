package io.quarry.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.route.CacheRoute;
import io.quarry.metadata.route.RouteRecord;
import org.junit.jupiter.api.Test;

class RouteCodecTest {
    private static final Limits LIMITS = new Limits(1, 1);

    private final RouteCodec codec = Samples.codec();

    private RouteRecord again(RouteRecord record) {
        return codec.decode(record.key(), codec.encode(record));
    }

    @Test
    void a_caches_generations_come_with_its_route() {
        RouteRecord cache = Samples.cache(1, "demo", "sessions", 2, LIMITS, new CacheRoute(3, 4));
        assertThat(codec.encode(cache))
                .contains("\"cache\":{\"flush_generation\":3,\"ring_generation\":4}");
        assertThat(again(cache)).isEqualTo(cache);
    }

    @Test
    void a_route_from_before_has_none() {
        RouteRecord cache = Samples.cache(1, "demo", "sessions", 2, LIMITS, null);
        assertThat(again(cache)).isEqualTo(cache);
        String older = codec.encode(cache).replace(",\"cache\":null", "");
        assertThat(older).doesNotContain("\"cache\":null");
        assertThat(codec.decode(cache.key(), older)).isEqualTo(cache);
    }

    @Test
    void the_fields_of_a_search_namespace_come_through() {
        var written = Samples.searchRoute(4, "articles", 1, LIMITS);
        assertThat(again(written)).isEqualTo(written);
    }
}
