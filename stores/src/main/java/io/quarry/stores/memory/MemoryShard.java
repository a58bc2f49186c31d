package io.quarry.stores.memory;

import io.quarry.stores.spi.CacheStore;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.search.SearchStore;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A shard of this process's memory: several stores that look at the same structures. Thread safe.
 */
public final class MemoryShard {
    private final ConcurrentMap<NamespaceRef, MemoryTable> tables = new ConcurrentHashMap<>();
    private final MemorySearchStore search;
    private final InstantSource clock;
    private final CacheStore cache;

    /**
     * @param clock says what has expired
     */
    public MemoryShard(InstantSource clock) {
        this.clock = clock;
        this.cache = new MemoryCacheStore(clock);
        this.search = new MemorySearchStore(clock);
    }

    public KeyValueStore keyValue() {
        return new MemoryKeyValueStore(namespace -> table(namespace, Layout.KeyValue.class), clock);
    }

    public ConditionalStore conditional() {
        return new MemoryConditionalStore(
                namespace -> table(namespace, Layout.Conditional.class), clock);
    }

    /** A cache needs no structure; there is one a shard. */
    public CacheStore cache() {
        return cache;
    }

    public Provisioner provisioner() {
        return new MemoryProvisioner(tables);
    }

    public SearchStore search() {
        return search;
    }

    /** An index for documents, unless it is there. */
    public void ensureIndex(NamespaceRef namespace) {
        search.ensure(namespace);
    }

    public void dropIndex(NamespaceRef namespace) {
        search.drop(namespace);
    }

    private MemoryTable table(NamespaceRef namespace, Class<? extends Layout> layout) {
        MemoryTable table = tables.get(namespace);
        if (table == null || !table.isFor(layout)) {
            throw new StoreException.Missing(namespace, null);
        }
        return table;
    }
}
