package io.quarry.metadata.shard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Which providers of shards an installation has beside {@link Provider#EXISTING}. */
@ConfigMapping(prefix = "quarry.provider")
public interface ProviderConfig {
    /**
     * Whether shards are accepted whose servers the worker starts; only where each worker has the
     * program that does it, on the one machine that all of them and the gateways share.
     */
    @WithDefault("false")
    boolean local();

    /**
     * Whether two shards may be one cluster, whose room is then promised twice: for tests, and for
     * trying things out on one machine.
     */
    @WithDefault("false")
    boolean sameCluster();
}
