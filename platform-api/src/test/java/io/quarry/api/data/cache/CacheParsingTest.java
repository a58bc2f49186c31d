package io.quarry.api.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.KeyEncoding;
import io.quarry.stores.spi.Bytes;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheParsingTest {
    @Test
    void a_path_is_taken_apart_as_it_was_sent() {
        assertThat(CachePath.parse("/entries/a%2Fb"))
                .isEqualTo(new CachePath(CachePath.Form.ENTRY, "a%2Fb"));
        assertThat(CachePath.parse("/entries/")).isEqualTo(new CachePath(CachePath.Form.ENTRY, ""));
        assertThat(CachePath.parse("/entries/:get"))
                .isEqualTo(new CachePath(CachePath.Form.ENTRY, ":get"));
        assertThat(CachePath.parse("/entries:get"))
                .isEqualTo(new CachePath(CachePath.Form.GET, ""));
        assertThat(CachePath.parse("/entries:increment"))
                .isEqualTo(new CachePath(CachePath.Form.INCREMENT, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/entry",
                "/entries",
                "/entriesx",
                "/entries:put",
                "/entries:get/a",
                "/entries/a/b"
            })
    void other_paths_are_no_data_routes(String path) {
        assertThat(CachePath.parse(path)).isNull();
    }

    @Test
    void an_increment_says_what_it_says_and_no_more() {
        assertThat(increment("{\"key\": \"n\"}"))
                .isEqualTo(new CacheBodies.Increment(Bytes.ofUtf8("n"), 1, null, null));
        assertThat(increment("{\"ttl\": 60, \"initial\": 0, \"by\": -5, \"key\": \"n\"}"))
                .isEqualTo(
                        new CacheBodies.Increment(
                                Bytes.ofUtf8("n"), -5, 0L, Duration.ofMinutes(1)));
        assertThat(increment("{\"ttl\": null, \"initial\": null, \"key\": \"n\"}"))
                .isEqualTo(new CacheBodies.Increment(Bytes.ofUtf8("n"), 1, null, null));
    }

    private static CacheBodies.Increment increment(String json) {
        return CacheBodies.increment(Buffer.buffer(json), KeyEncoding.TEXT);
    }
}
