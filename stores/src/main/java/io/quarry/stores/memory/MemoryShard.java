package io.quarry.stores.memory;

import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.StoreException;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A shard of this process's memory: several stores that look at the same structures. Thread safe.
 */
public final class MemoryShard {
    private final ConcurrentMap<NamespaceRef, MemoryTable> tables = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final CacheStore cache;

    /**
     * @param clock says what has expired
     */
    public MemoryShard(InstantSource clock) {
        this.clock = clock;
        this.cache = new MemoryCacheStore(clock);
    }

    public KeyValueStore keyValue() {
        return new MemoryKeyValueStore(this::table, clock);
    }

    /** A cache needs no structure; there is one a shard. */
    public CacheStore cache() {
        return cache;
    }

    public Provisioner provisioner() {
        return new MemoryProvisioner(tables);
    }

    private MemoryTable table(NamespaceRef namespace) {
        MemoryTable table = tables.get(namespace);
        if (table == null || !table.holdsRecords()) {
            throw new StoreException.Missing(namespace, null);
        }
        return table;
    }
}
