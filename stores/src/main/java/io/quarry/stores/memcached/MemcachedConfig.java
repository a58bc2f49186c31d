package io.quarry.stores.memcached;

import java.util.List;

/**
 * How a pool is reached. memcached asks for no log-in: only who is in its network reaches it.
 *
 * @param endpoints {@code host:port} of every node, since each holds items of its own
 */
public record MemcachedConfig(List<String> endpoints) {
    public MemcachedConfig {
        endpoints = List.copyOf(endpoints);
    }
}
