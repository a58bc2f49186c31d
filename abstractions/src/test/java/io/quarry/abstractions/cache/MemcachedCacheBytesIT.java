package io.quarry.abstractions.cache;

import io.quarry.stores.spi.CacheStore;
import org.junit.jupiter.api.AfterAll;

class MemcachedCacheBytesIT extends CacheBytesPromises {
    private static final RunningPool POOL = new RunningPool();

    @Override
    CacheStore store() {
        return POOL.cache();
    }

    @AfterAll
    static void close() throws InterruptedException {
        POOL.close();
    }
}
