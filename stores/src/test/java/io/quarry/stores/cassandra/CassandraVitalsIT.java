package io.quarry.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CassandraVitalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aClusterIsWhoItsNodesAreWhoeverAsks() {
        try (TestShard shard = new TestShard(InstantSource.system())) {
            Set<String> hosts = shard.structure().identity(Deadline.after(PATIENCE));
            assertThat(hosts).singleElement().asString().matches("[0-9a-f-]{36}");
            assertThat(shard.data().identity(Deadline.after(PATIENCE))).isEqualTo(hosts);
        }
    }

    @Test
    void copiesAreThoseOfThisDatacenter() {
        String network = "org.apache.cassandra.locator.NetworkTopologyStrategy";
        assertThat(CassandraMeter.replication(Map.of("replication_factor", "3"), "dc1"))
                .isEqualTo(3);
        assertThat(
                        CassandraMeter.replication(
                                Map.of("class", network, "dc1", "3/1", "dc2", "5"), "dc1"))
                .isEqualTo(2);
        assertThat(CassandraMeter.replication(Map.of("class", network, "dc2", "5"), "dc1"))
                .isZero();
    }

    @Test
    void whoMayReadTheVirtualTablesSeesTheLoadAndOthersThatItIsThere() {
        try (TestShard shard = new TestShard(InstantSource.system())) {
            CassandraVitals all = shard.structure().vitals(Deadline.after(PATIENCE));
            assertThat(all.nodes()).isOne();
            assertThat(all.nodesUp()).isOne();
            assertThat(all.replication()).isOne();
            CassandraVitals.Load load = all.load().orElseThrow();
            assertThat(load.diskBytes()).isPositive();
            assertThat(load.compactionsPending()).isNotNegative();
            assertThat(load.readP99Millis()).isNotNegative();

            CassandraVitals some = shard.data().vitals(Deadline.after(PATIENCE));
            assertThat(some.nodesUp()).isOne();
            assertThat(some.load()).isEmpty();
        }
    }
}
