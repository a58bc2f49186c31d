package io.quarry.api.data;

import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.shard.Engine;
import io.quarry.stores.spi.KeyValueStore;

/**
 * Makes sessions to shards of one engine. A session connects with its first call, so making it does
 * not wait for the shard.
 */
interface ShardOpener {
    Engine engine();

    /**
     * @throws io.quarry.stores.spi.StoreException when there is no log-in for the shard
     */
    OpenShard open(PlacementRoute placement);

    /** A shard's session. */
    interface OpenShard extends AutoCloseable {
        KeyValueStore keyValue();

        @Override
        void close();
    }
}
