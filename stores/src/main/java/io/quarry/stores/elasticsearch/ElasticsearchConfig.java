package io.quarry.stores.elasticsearch;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * How a cluster is reached by the role that makes indices there.
 *
 * @param endpoints {@code host:port}; each is tried until one answers
 * @param password never printed
 */
public record ElasticsearchConfig(List<String> endpoints, String username, String password) {
    public ElasticsearchConfig {
        endpoints = List.copyOf(endpoints);
    }

    /** The header of RFC 7617. */
    String authorization() {
        return "Basic "
                + Base64.getEncoder()
                        .encodeToString(
                                (username + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "ElasticsearchConfig[" + String.join(",", endpoints) + ", " + username + "]";
    }
}
