package io.quarry.api.data;

import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.shard.Engine;
import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.search.SearchStore;

/**
 * Makes sessions to shards of one engine. Making one does not wait for the shard; it connects when
 * told to, or with its first call.
 */
public interface ShardOpener {
    Engine engine();

    /**
     * @throws io.quarry.stores.spi.StoreException when there is no log-in for the shard
     */
    OpenShard open(PlacementRoute placement);

    /**
     * A shard's session. An engine has the stores of the abstractions that can be placed on it;
     * asking it for another is a mistake of ours.
     */
    interface OpenShard extends AutoCloseable {
        default KeyValueStore keyValue() {
            throw new UnsupportedOperationException("keeps no key-value namespaces");
        }

        default CacheStore cache() {
            throw new UnsupportedOperationException("keeps no caches");
        }

        default SearchStore search() {
            throw new UnsupportedOperationException("keeps no search namespaces");
        }

        default ConditionalStore conditional() {
            throw new UnsupportedOperationException("keeps no conditional key-value namespaces");
        }

        /**
         * Connects ahead of the first call.
         *
         * @throws io.quarry.stores.spi.StoreException when that did not succeed within the deadline
         */
        void connect(Deadline deadline);

        @Override
        void close();
    }
}
