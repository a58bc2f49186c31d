package io.quarry.worker.workflow;

import io.quarry.stores.spi.StoreException;

/**
 * What stands against an act in a store, with the name of the shard before it: people read it as
 * the reason why an operation waits, and have to know which of many shards it is.
 */
public final class ShardTrouble extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShardTrouble(String shard, StoreException trouble) {
        super(shard + ": " + trouble.getMessage(), trouble);
    }
}
