package io.quarry.stores.memory;

import io.quarry.stores.contract.ProvisionerContract;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;
import java.time.InstantSource;

class MemoryProvisionerTest extends ProvisionerContract {
    private final MemoryShard shard = new MemoryShard(InstantSource.system());

    @Override
    protected Provisioner provisioner() {
        return shard.provisioner();
    }

    @Override
    protected Provisioner otherProvisioner() {
        return shard.provisioner();
    }

    @Override
    protected KeyValueStore store() {
        return shard.keyValue();
    }
}
