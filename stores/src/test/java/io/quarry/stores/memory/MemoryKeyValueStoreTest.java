package io.quarry.stores.memory;

import io.quarry.stores.contract.KeyValueStoreContract;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;

class MemoryKeyValueStoreTest extends KeyValueStoreContract {
    private final MemoryShard shard = new MemoryShard(clock);

    @Override
    protected KeyValueStore store() {
        return shard.keyValue();
    }

    @Override
    protected Provisioner provisioner() {
        return shard.provisioner();
    }
}
