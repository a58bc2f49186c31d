package io.quarry.stores.memory;

import io.quarry.stores.contract.ConditionalStoreContract;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;

class MemoryConditionalStoreTest extends ConditionalStoreContract {
    private final MemoryShard shard = new MemoryShard(clock);

    @Override
    protected ConditionalStore store() {
        return shard.conditional();
    }

    @Override
    protected ConditionalStore otherStore() {
        return shard.conditional();
    }

    @Override
    protected KeyValueStore unconditional() {
        return shard.keyValue();
    }

    @Override
    protected Provisioner provisioner() {
        return shard.provisioner();
    }
}
