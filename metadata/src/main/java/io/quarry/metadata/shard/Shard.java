package io.quarry.metadata.shard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One independently failing cluster of one engine.
 *
 * @param endpoints {@code host:port} of its nodes that are known; none until a local server runs
 * @param reserved never more than the capacity, in any dimension
 * @param credentialRef names the credentials in the services' credentials file; never the
 *     credentials
 * @param settings what the engine needs besides, such as {@code datacenter}, {@code keyspace} and
 *     {@code provider}
 */
public record Shard(
        String id,
        Engine engine,
        ShardState state,
        List<String> endpoints,
        Map<String, String> labels,
        Capacity capacity,
        Capacity reserved,
        String credentialRef,
        Map<String, String> settings) {
    public Shard {
        endpoints = List.copyOf(endpoints);
        labels = Map.copyOf(labels);
        settings = Map.copyOf(settings);
    }

    /** Where its servers come from. */
    public Provider provider() {
        return Provider.of(settings);
    }

    /** What the engine needs, without what is ours. */
    public Map<String, String> engineSettings() {
        Map<String, String> said = new HashMap<>(settings);
        said.remove(Provider.SETTING);
        return said;
    }

    /** What is not reserved. */
    public Capacity free() {
        return capacity.minus(reserved);
    }

    public int nodes() {
        return Math.max(1, endpoints.size());
    }
}
