package io.quarry.api.data.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.data.DataClient;
import io.quarry.api.data.DataClient.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A caller of a cache's routes. */
record CacheClient(DataClient client) {
    /**
     * @param path behind {@code entries}, as it goes over the wire
     */
    Answer send(String method, String path, byte @Nullable [] body, String... headers) {
        return client.exchange(
                method,
                client.server() + CachePath.ROOT + client.namespace() + "/entries" + path,
                body,
                headers);
    }

    static String at(String key) {
        return "/" + DataClient.encode(key);
    }

    Answer get(String key, String... headers) {
        return send("GET", at(key), null, headers);
    }

    Answer put(String key, String value, String... headers) {
        return send("PUT", at(key), value.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Puts an entry, which has to succeed, and answers its ETag. */
    String etag(String key, String value, String... headers) {
        var put = put(key, value, headers);
        assertThat(put.status()).as(put.text()).isEqualTo(204);
        return put.header("ETag");
    }

    Answer delete(String key, String... headers) {
        return send("DELETE", at(key), null, headers);
    }

    Answer post(String call, String json, String... headers) {
        return send(
                "POST",
                ":" + call,
                json.getBytes(StandardCharsets.UTF_8),
                Stream.concat(Stream.of("Content-Type", "application/json"), Arrays.stream(headers))
                        .toArray(String[]::new));
    }
}
