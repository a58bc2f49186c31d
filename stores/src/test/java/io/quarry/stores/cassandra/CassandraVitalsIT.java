package io.quarry.stores.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Deadline;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class CassandraVitalsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void whoMayReadTheVirtualTablesSeesTheLoadAndOthersThatItIsThere() {
        try (TestShard shard = new TestShard(InstantSource.system())) {
            CassandraVitals all = shard.structure().vitals(Deadline.after(PATIENCE));
            assertThat(all.nodes()).isOne();
            assertThat(all.nodesUp()).isOne();
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
