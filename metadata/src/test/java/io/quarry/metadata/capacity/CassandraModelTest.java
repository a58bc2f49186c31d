package io.quarry.metadata.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.capacity.Layout.Compaction;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.Latency;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Workload;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of docs/capacity.md, where they are worked by hand. */
class CassandraModelTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nothing said, one node    |       |      |       |      |    | 1 | false | 1 | 6     | 1666776     | 20436364      | 5     | 2
                    nothing said, three nodes |       |      |       |      |    | 3 | false | 3 | 18    | 5000328     | 61309091      | 5     | 2
                    user profiles             | 700   | 100  | 2048  | 5e6  | 2  | 3 | false | 3 | 2003  | 18596826621 | 58581818182   | 700   | 100
                    user profiles, eventual   | 700   | 100  | 2048  | 5e6  | 2  | 3 | true  | 3 | 1152  | 18596826621 | 58581818182   | 700   | 100
                    events that are written   | 100   | 5000 | 512   | 1e8  |    | 3 | false | 3 | 15090 | 30771785401 | 333818181819  | 100   | 5000
                    hot look-up table         | 20000 | 100  | 256   | 1e6  | 1  | 3 | false | 3 | 48297 | 900069725   | 1941818182    | 20000 | 100
                    large values, two nodes   | 50    | 10   | 65536 | 1e6  | 10 | 2 | false | 2 | 338   | 20819891348 | 238676363637  | 50    | 10
                    archive                   | 0     | 0    | 1024  | 1e9  |    | 3 | false | 3 | 0     | 33723145728 | 6130909090910 | 0     | 0
                    """)
    void theWorkedCases(
            String name,
            @Nullable Double reads,
            @Nullable Double writes,
            @Nullable Double itemBytes,
            @Nullable Double items,
            @Nullable Double readMillis,
            int nodes,
            boolean eventual,
            int copies,
            long millicores,
            long memoryBytes,
            long diskBytes,
            long readsPerSecond,
            long writesPerSecond) {
        NamespaceSpec spec =
                Workloads.of(
                        Abstraction.KEY_VALUE,
                        Workloads.said(reads, writes, itemBytes, items, readMillis),
                        eventual ? Consistency.EVENTUAL : Consistency.READ_YOUR_WRITES);
        Estimate estimate = Planner.estimate(spec, nodes);
        assertThat(estimate.engine()).isEqualTo(Engine.CASSANDRA);
        assertThat(estimate.layout().replication()).isEqualTo(copies);
        assertThat(estimate.demand())
                .isEqualTo(
                        new Capacity(
                                millicores,
                                memoryBytes,
                                diskBytes,
                                readsPerSecond,
                                writesPerSecond,
                                1));
    }

    @Test
    void anIntervalIsPlannedByItsThreePoints() {
        // (200 + 4 x 500 + 2000) / 6 = 700
        Workload interval =
                new Workload(new Interval(200.0, 500.0, 2000.0), null, null, null, null, null);
        assertThat(demand(interval).readsPerSecond()).isEqualTo(700);
        assertThat(demand(interval))
                .isEqualTo(demand(Workloads.said(700.0, null, null, null, null)));
    }

    @Test
    void theStricterOfMeanAndTailCounts() {
        // ln(100) x 2 ms = 9.21 ms
        assertThat(latency(2.0, 20.0)).isEqualTo(latency(2.0, null));
        assertThat(latency(20.0, 2 * Math.log(100))).isEqualTo(latency(2.0, null));
        assertThat(latency(null, 2 * Math.log(100))).isEqualTo(latency(2.0, null));
    }

    @Test
    void whatTheLaptopsShardPromisesHoldsForAllItsTables() {
        Capacity one = demand(Workload.unsaid(), 1);
        Capacity all = Capacity.NONE;
        for (int table = 0; table < 150; table++) {
            all = all.plus(one);
        }
        // two cores, one GiB, and few more reads and writes than a laptop's Cassandra bears
        assertThat(all.beyond(new Capacity(2_000, 1L << 30, 1L << 33, 1_000, 1_000, 150)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, 100, LEVELED", "100, 101, TIERED", "0, 0, LEVELED"})
    void compactionFollowsWhatThereIsMoreOf(double reads, double writes, Compaction compaction) {
        assertThat(layout(Workloads.said(reads, writes, null, null, null)).compaction())
                .isEqualTo(compaction);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 100, , true",
        "999, 1, , false",
        "1000, 101, , false",
        "1, 1, 1.6, true",
        "1, 1, 1.7, false"
    })
    void aCacheIsAdvisedWhereItPays(
            double reads, double writes, @Nullable Double readMillis, boolean advised) {
        assertThat(layout(Workloads.said(reads, writes, null, null, readMillis)).cacheAdvised())
                .isEqualTo(advised);
    }

    @Test
    void whatIsNotSaidIsAssumedAloud() {
        Estimate estimate =
                Planner.estimate(
                        Workloads.of(
                                Abstraction.KEY_VALUE, Workloads.said(7.0, null, null, 3.0, null)),
                        1);
        assertThat(estimate.assumptions())
                .containsExactly(
                        "workload.writes_per_second is not said; 2 is assumed",
                        "workload.item_bytes is not said; 1024 is assumed",
                        "workload.read_latency_ms is not said; 10 is assumed");
        assertThat(estimate.reasons()).hasSize(5);
    }

    private static Layout layout(Workload workload) {
        return Planner.estimate(Workloads.of(Abstraction.KEY_VALUE, workload), 3).layout();
    }

    private static Capacity latency(@Nullable Double mean, @Nullable Double p99) {
        return demand(
                new Workload(
                        new Interval(null, 1e6, null),
                        null,
                        null,
                        null,
                        new Latency(mean, p99),
                        null));
    }

    private static Capacity demand(Workload workload) {
        return demand(workload, 3);
    }

    private static Capacity demand(Workload workload, int nodes) {
        return Planner.estimate(Workloads.of(Abstraction.KEY_VALUE, workload), nodes).demand();
    }
}
