package io.quarry.stores.memory;

import io.quarry.stores.contract.SearchQueriesContract;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchStore;
import java.util.List;

class MemorySearchQueriesTest extends SearchQueriesContract {
    private final MemoryShard shard = new MemoryShard(clock);

    @Override
    protected SearchStore store() {
        return shard.search();
    }

    @Override
    protected void ensure(NamespaceRef index, List<SearchField> fields) {
        shard.ensureIndex(index);
    }

    @Override
    protected void drop(NamespaceRef index) {
        shard.dropIndex(index);
    }
}
