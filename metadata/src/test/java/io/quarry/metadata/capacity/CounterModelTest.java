package io.quarry.metadata.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.CounterMode;
import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import org.junit.jupiter.api.Test;

/** Worked cases of counters; docs/capacity.md has the arithmetic. */
class CounterModelTest {
    @Test
    void additionsAreEventsThatAreFolded() {
        Estimate estimate = counter(CounterMode.EVENTUAL, 500.0, 1_000.0, 60_000.0, 3);
        assertThat(estimate.engine()).isEqualTo(Engine.CASSANDRA);
        assertThat(estimate.demand())
                .isEqualTo(new Capacity(11_940, 110_355_490, 188_541_818_182L, 500, 1_000, 2));
        assertThat(estimate.layout().buckets())
                .isEqualTo(new Buckets(null, IsoDuration.of("P1D"), 1));
        assertThat(estimate.reasons())
                .contains(
                        "a partition holds the events that a counter has in P1D, which keeps it"
                                + " below 10.0 MiB");
    }

    @Test
    void anAccurateGetReadsTwice() {
        Capacity eventual = counter(CounterMode.EVENTUAL, 500.0, 1_000.0, 60_000.0, 3).demand();
        Capacity accurate = counter(CounterMode.ACCURATE, 500.0, 1_000.0, 60_000.0, 3).demand();
        // 500 reads a second more at a quorum of two of three: 0.4 cores busy, times 3
        assertThat(accurate.millicores() - eventual.millicores()).isEqualTo(1_200);
        assertThat(accurate.diskBytes()).isEqualTo(eventual.diskBytes());
    }

    @Test
    void aFewHotCountersAreCutIntoShortPartitions() {
        assertThat(counter(CounterMode.EVENTUAL, 1.0, 10_000.0, 10.0, 3).layout().buckets())
                .isEqualTo(new Buckets(null, IsoDuration.of("PT1M"), 3));
    }

    @Test
    void bestEffortIsMemory() {
        Estimate estimate = counter(CounterMode.BEST_EFFORT, 1_000.0, 1_000.0, 1e6, 1);
        assertThat(estimate.engine()).isEqualTo(Engine.MEMCACHED);
        // 1e6 x (20 + 100) x 1.25 x 1.03; 2,000 x 10 us
        assertThat(estimate.demand()).isEqualTo(new Capacity(20, 154_500_000, 0, 1_000, 1_000, 1));
        assertThat(estimate.layout().buckets()).isNull();
        assertThat(estimate.assumptions()).noneMatch(said -> said.contains("item_bytes"));
    }

    private static Estimate counter(
            CounterMode mode, double reads, double adds, double counters, int nodes) {
        return Planner.estimate(
                Workloads.counter(mode, Workloads.said(reads, adds, null, counters, null)), nodes);
    }
}
