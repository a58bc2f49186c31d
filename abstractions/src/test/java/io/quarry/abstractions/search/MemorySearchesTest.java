package io.quarry.abstractions.search;

import io.quarry.stores.memory.MemoryShard;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchStore;
import org.jspecify.annotations.Nullable;

class MemorySearchesTest extends SearchesPromises {
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
    SearchStore store() {
        return shard().search();
    }

    @Override
    void ensure(NamespaceRef namespace) {
        shard().ensureIndex(namespace);
    }

    @Override
    void drop(NamespaceRef namespace) {
        shard().dropIndex(namespace);
    }
}
