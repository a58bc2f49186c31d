package io.quarry.metadata.shard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One independently failing cluster of one engine.
 *
 * @param endpoints {@code host:port} of its nodes that are known; none until a local server runs
 * @param reserved never more than the capacity, in any dimension
 * @param measured what it uses, the 95th percentile of the last hour; 0 in a dimension of which its
 *     engine does not tell, and may be more than the capacity
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
        Capacity measured,
        String credentialRef,
        Map<String, String> settings) {
    public Shard {
        endpoints = List.copyOf(endpoints);
        labels = Map.copyOf(labels);
        settings = Map.copyOf(settings);
    }

    /** One of which nothing was measured. */
    public Shard(
            String id,
            Engine engine,
            ShardState state,
            List<String> endpoints,
            Map<String, String> labels,
            Capacity capacity,
            Capacity reserved,
            String credentialRef,
            Map<String, String> settings) {
        this(
                id,
                engine,
                state,
                endpoints,
                labels,
                capacity,
                reserved,
                Capacity.NONE,
                credentialRef,
                settings);
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

    /** What counts as gone: what is reserved, or what is used if that is more. */
    public Capacity taken() {
        return reserved.orMore(measured);
    }

    /** What is not taken; nothing where more is used than there should be. */
    public Capacity free() {
        return capacity.minus(taken()).orMore(Capacity.NONE);
    }

    public int nodes() {
        return Math.max(1, endpoints.size());
    }
}
