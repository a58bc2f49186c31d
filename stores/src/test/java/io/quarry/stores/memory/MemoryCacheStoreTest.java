package io.quarry.stores.memory;

import io.quarry.stores.contract.CacheStoreContract;
import io.quarry.stores.spi.CacheStore;
import java.time.InstantSource;

class MemoryCacheStoreTest extends CacheStoreContract {
    private final MemoryShard shard = new MemoryShard(InstantSource.system());

    @Override
    protected CacheStore store() {
        return shard.cache();
    }
}
