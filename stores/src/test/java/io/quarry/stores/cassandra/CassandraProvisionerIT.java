package io.quarry.stores.cassandra;

import io.quarry.stores.contract.ProvisionerContract;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraProvisionerIT extends ProvisionerContract {
    private final TestShard shard = new TestShard(InstantSource.system());
    private final TestShard other = new TestShard(InstantSource.system());

    @Override
    protected Provisioner provisioner() {
        return shard.structure().provisioner();
    }

    @Override
    protected Provisioner otherProvisioner() {
        return other.structure().provisioner();
    }

    @Override
    protected KeyValueStore store() {
        return shard.data().keyValue();
    }

    @AfterAll
    void close() {
        shard.close();
        other.close();
    }
}
