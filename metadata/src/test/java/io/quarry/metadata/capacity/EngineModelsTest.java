package io.quarry.metadata.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worked case of each engine but Cassandra; docs/capacity.md has the arithmetic. */
class EngineModelsTest {
    @ParameterizedTest
    @CsvSource({
        "KEY_VALUE, CASSANDRA",
        "COUNTER, CASSANDRA",
        "TIME_SERIES, CASSANDRA",
        "SEARCH, ELASTICSEARCH",
        "CACHE, MEMCACHED",
        "OBJECT, S3",
        "DATASET, S3",
        "RELATIONAL, POSTGRESQL"
    })
    void eachAbstractionHasItsEngine(Abstraction abstraction, Engine engine) {
        assertThat(estimate(abstraction, 1, 1, 1, 1, 1).engine()).isEqualTo(engine);
    }

    @Test
    void searchIsCutIntoPrimariesOfThirtyGibibytes() {
        Estimate estimate = estimate(Abstraction.SEARCH, 100, 50, 4_096, 1e7, 3);
        assertThat(estimate.layout().replication()).isEqualTo(2);
        assertThat(estimate.layout().partitions()).isEqualTo(2);
        assertThat(estimate.demand())
                .isEqualTo(new Capacity(690, 12_806_978_225L, 108_953_600_000L, 100, 50, 4));
    }

    @Test
    void aCacheIsMemoryInEachZone() {
        Estimate estimate = estimate(Abstraction.CACHE, 10_000, 1_000, 1_024, 1e6, 3);
        assertThat(estimate.layout().replication()).isEqualTo(3);
        assertThat(estimate.demand())
                .isEqualTo(new Capacity(376, 4_341_450_000L, 0, 10_000, 1_000, 1));
    }

    @Test
    void objectsAreSpreadOverPrefixes() {
        Estimate estimate = estimate(Abstraction.OBJECT, 12_000, 100, 1 << 20, 1e6, 4);
        assertThat(estimate.layout().replication()).isEqualTo(1);
        assertThat(estimate.layout().partitions()).isEqualTo(3);
        assertThat(estimate.demand())
                .isEqualTo(new Capacity(0, 0, 1_048_576_000_000L, 12_000, 100, 1));
    }

    @Test
    void aDatasetIsItsVersions() {
        Estimate estimate = estimate(Abstraction.DATASET, 10, 1, 1_000, 1e6, 1);
        // ten versions if nothing is said, each with deltas of a fifth
        assertThat(estimate.demand()).isEqualTo(new Capacity(0, 0, 12_000_000_000L, 10, 1, 1));
        assertThat(estimate.reasons().getFirst()).contains("deltas of 10 versions");
    }

    @Test
    void onOneNodeAnIndexHasOneCopyAndOnePrimaryAtLeast() {
        Estimate estimate = estimate(Abstraction.SEARCH, 10, 5, 1_000, 1e6, 1);
        assertThat(estimate.layout().replication()).isOne();
        assertThat(estimate.layout().partitions()).isEqualTo(1);
        // (10 x 2 ms + 5 x 0.6 ms) x 1.5; 1 GB x 1.33; 2 tiers x 10 reads of 500 are in memory
        assertThat(estimate.demand())
                .isEqualTo(new Capacity(35, 40_000_000, 1_330_000_000, 10, 5, 1));
    }

    @Test
    void relationalHasAStandbyOfTheSameSize() {
        Estimate estimate = estimate(Abstraction.RELATIONAL, 200, 50, 992, 1e7, 2);
        assertThat(estimate.layout().replication()).isEqualTo(2);
        assertThat(estimate.demand())
                .isEqualTo(new Capacity(1_900, 3_201_744_557L, 40_960_000_000L, 200, 50, 1));
    }

    private static Estimate estimate(
            Abstraction abstraction,
            double reads,
            double writes,
            double itemBytes,
            double items,
            int nodes) {
        return Planner.estimate(
                Workloads.of(abstraction, Workloads.said(reads, writes, itemBytes, items, null)),
                nodes);
    }
}
