package io.quarry.metadata.capacity;

import io.quarry.metadata.capacity.Layout.Compaction;
import io.quarry.metadata.namespace.CounterMode;
import io.quarry.metadata.namespace.CounterSpec;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.time.Duration;
import java.util.List;

/**
 * Counters on Cassandra: a table of events that expire, and a table of checkpoints. The workload's
 * writes are additions, its reads are gets, its items are counters. All figures are over all
 * copies.
 *
 * <ul>
 *   <li>events = additions/s x 8 days x 50 bytes x copies, checkpoints = counters x 100 bytes x
 *       copies
 *   <li>disk = (events + checkpoints) / 0.55
 *   <li>folds/s = min(additions/s, counters / 60 s)
 *   <li>store reads/s = gets/s x (1, or 2 where a get is accurate) + 2 x folds/s
 *   <li>store writes/s = additions/s + folds/s
 *   <li>memory = share x checkpoints + (additions/s x 50 + folds/s x 100) x 225 s x copies + 2 x 1
 *       MiB x copies
 *   <li>cores as for key-value, of what is read and written in the store
 * </ul>
 *
 * The sizes are assumed from Cassandra's row format, not measured.
 */
record CassandraCounterModel() implements EngineModel {
    /** Generation and nonce as clustering, the delta, timestamp and expiry of the row. */
    private static final double EVENT_BYTES = 50;

    /** The counter's id of some 40 bytes, and three numbers with their timestamps. */
    private static final double CHECKPOINT_BYTES = 100;

    /**
     * Events are kept for seven days, and one day longer until the last of their SSTable expires.
     */
    private static final double KEPT_SECONDS = Duration.ofDays(8).toSeconds();

    /** A counter that is added to all the time is folded once in this time. */
    private static final double FOLD_SECONDS = 60;

    /** How much busier than the mean the counter is for which partitions are cut. */
    private static final double HOTTEST = 100;

    @Override
    public Estimate estimate(NamespaceSpec spec, Load load, int nodes) {
        int copies = Planner.copies(Planner.MOST_COPIES, nodes);
        int quorum = copies / 2 + 1;
        CounterSpec counter = spec.counter();
        boolean accurate = counter != null && counter.mode() == CounterMode.ACCURATE;
        double adds = load.writesPerSecond();
        double folds = Math.min(adds, load.items() / FOLD_SECONDS);
        double reads = load.readsPerSecond() * (accurate ? 2 : 1) + 2 * folds;
        double writes = adds + folds;

        double events = adds * KEPT_SECONDS * EVENT_BYTES * copies;
        double checkpoints = load.items() * CHECKPOINT_BYTES * copies;
        double readsPerCopy =
                reads * quorum / copies * CassandraFigures.levels(checkpoints / copies);
        double share = WorkingSet.share(load.readMillis(), readsPerCopy);
        double memtables =
                (adds * EVENT_BYTES + folds * CHECKPOINT_BYTES)
                        * CassandraFigures.FLUSH_SECONDS
                        * copies;
        double busy =
                reads * quorum * CassandraFigures.READ_CPU_SECONDS
                        + writes * copies * CassandraFigures.WRITE_CPU_SECONDS;
        Capacity demand =
                new Capacity(
                        Units.whole(CassandraFigures.cores(busy, copies) * 1_000),
                        Units.whole(
                                share * checkpoints
                                        + memtables
                                        + 2 * CassandraFigures.TABLE_BYTES * copies),
                        Units.whole((events + checkpoints) / CassandraFigures.DISK_FILL),
                        Units.whole(load.readsPerSecond()),
                        Units.whole(load.writesPerSecond()),
                        2);
        Buckets buckets = buckets(load);
        return new Estimate(
                Engine.CASSANDRA,
                demand,
                new Layout(copies, null, Compaction.LEVELED, false, buckets),
                List.of(
                        "%s of events, kept for seven days and a day until they can go, and %s of checkpoints, in %d copies"
                                .formatted(Units.bytes(events), Units.bytes(checkpoints), copies),
                        "%s additions a second are folded into %s checkpoints a second"
                                .formatted(Units.number(adds), Units.number(folds)),
                        buckets.reason("a counter"),
                        CassandraFigures.busy(busy, copies)),
                load.assumptions());
    }

    /** Up to a day, which is what one SSTable of events holds. */
    private static Buckets buckets(Load load) {
        double adds = load.writesPerSecond();
        double hottest = Math.min(adds, HOTTEST * adds / Math.max(1, load.items()));
        return Buckets.of(hottest * EVENT_BYTES, null, Duration.ofDays(1));
    }
}
