package io.quarry.abstractions.keyvalue;

import io.quarry.stores.memory.MemoryShard;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;
import org.jspecify.annotations.Nullable;

class MemoryKeyValuesTest extends KeyValuesPromises {
    private @Nullable MemoryShard shard;

    private MemoryShard shard() {
        MemoryShard opened = shard;
        if (opened == null) {
            opened = new MemoryShard(clock);
            shard = opened;
        }
        return opened;
    }

    @Override
    KeyValueStore store() {
        return shard().keyValue();
    }

    @Override
    Provisioner provisioner() {
        return shard().provisioner();
    }
}
