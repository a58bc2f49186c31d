package io.quarry.stores.cassandra;

import io.quarry.stores.contract.ConditionalStoreContract;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;

class CassandraConditionalStoreIT extends ConditionalStoreContract {
    private final TestShard shard = new TestShard(clock);
    private final TestShard other = new TestShard(clock);

    @Override
    protected ConditionalStore store() {
        return shard.data().conditional();
    }

    @Override
    protected ConditionalStore otherStore() {
        return other.data().conditional();
    }

    @Override
    protected KeyValueStore unconditional() {
        return shard.data().keyValue();
    }

    @Override
    protected Provisioner provisioner() {
        return shard.structure().provisioner();
    }

    @Override
    protected void close() {
        shard.close();
        other.close();
    }
}
