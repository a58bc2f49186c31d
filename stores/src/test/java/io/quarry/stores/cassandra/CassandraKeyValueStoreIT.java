package io.quarry.stores.cassandra;

import io.quarry.stores.contract.KeyValueStoreContract;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;

class CassandraKeyValueStoreIT extends KeyValueStoreContract {
    private final TestShard shard = new TestShard(clock);

    @Override
    protected KeyValueStore store() {
        return shard.data().keyValue();
    }

    @Override
    protected Provisioner provisioner() {
        return shard.structure().provisioner();
    }

    @Override
    protected void close() {
        shard.close();
    }
}
