package io.quarry.abstractions.cache;

import io.quarry.stores.memory.MemoryShard;
import io.quarry.stores.spi.CacheStore;

class MemoryCacheBytesTest extends CacheBytesPromises {
    private final MemoryShard shard = new MemoryShard(clock);

    @Override
    CacheStore store() {
        return shard.cache();
    }
}
