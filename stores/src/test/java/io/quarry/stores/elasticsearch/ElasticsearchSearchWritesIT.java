package io.quarry.stores.elasticsearch;

import static io.quarry.stores.stack.RunningStack.soon;

import io.quarry.stores.contract.SearchWritesContract;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.search.SearchField;
import io.quarry.stores.spi.search.SearchStore;
import java.util.List;

class ElasticsearchSearchWritesIT extends SearchWritesContract {
    private final TestCluster cluster = new TestCluster();
    private final SearchStore store = cluster.data().search(clock);

    @Override
    protected SearchStore store() {
        return store;
    }

    @Override
    protected void ensure(NamespaceRef index, List<SearchField> fields) {
        cluster.structure().ensure(index, new IndexShape(fields, 2, 0), soon());
    }

    @Override
    protected void drop(NamespaceRef index) {
        cluster.structure().drop(index.uid(), soon());
    }

    @Override
    protected void close() {
        cluster.close();
    }
}
