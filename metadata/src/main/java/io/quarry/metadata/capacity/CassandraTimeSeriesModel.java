package io.quarry.metadata.capacity;

import io.quarry.metadata.capacity.Layout.Compaction;
import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.TimeSeriesSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Time-series on Cassandra: a table for each slice of time. The workload's writes are events, its
 * items are series, its item_bytes are those of an event. All figures are over all copies.
 *
 * <ul>
 *   <li>slice = retention / 6 in whole days, or in steps of four hours below six days; retention /
 *       2 where a copy keeps at most 10 GiB; and no less than the acceptance
 *   <li>live = writes/s x (retention + slice) x (item_bytes + 100) x copies, and never less than
 *       what 10 GiB in longer slices take
 *   <li>disk = live / 0.55
 *   <li>memory = share x latest + writes/s x (item_bytes + 100) x 225 s x copies + 2 x 1 MiB x
 *       copies, where latest is a sixth of what the retention keeps: reads are taken to be of that
 *   <li>cores as for key-value, a read being one page of one series
 *   <li>objects = as many slices as reach into the retention, the acceptance and half a slice ahead
 *       at most, wherever these begin
 * </ul>
 *
 * Slices, time buckets and event buckets are those of Netflix's time-series abstraction; the number
 * of slices is ours, between tables, of which a cluster bears few, and what is kept too long.
 */
record CassandraTimeSeriesModel() implements EngineModel {
    /** As of key-value: time and id of the event, its key, and what Cassandra writes with each. */
    private static final double EVENT_OVERHEAD_BYTES = 100;

    /** For each further KiB; assumed, as for key-value. */
    private static final double CPU_SECONDS_PER_KIB = 5e-6;

    private static final int SLICES = 6;
    private static final int SLICES_OF_LITTLE = 2;

    /** What a copy keeps in all, up to which many tables cost more than keeping some too long. */
    private static final double LITTLE_BYTES = 10 * Units.GIB;

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration STEP = Duration.ofHours(4);

    /** How much busier than the mean the series is for which partitions are cut. */
    private static final double HOTTEST = 10;

    @Override
    public Estimate estimate(NamespaceSpec spec, Load load, int nodes) {
        int copies = Planner.copies(Planner.MOST_COPIES, nodes);
        int quorum = copies / 2 + 1;
        TimeSeriesSpec said = Objects.requireNonNullElse(spec.timeSeries(), TimeSeriesSpec.DEFAULT);
        Duration retention = said.retention().duration();
        double stored = load.itemBytes() + EVENT_OVERHEAD_BYTES;
        double kept = load.writesPerSecond() * stored * retention.toSeconds();
        boolean little = kept <= LITTLE_BYTES;
        Duration few = slice(said, SLICES_OF_LITTLE);
        Duration slice = little ? few : slice(said, SLICES);
        double live =
                copies
                        * Math.max(
                                kept * withSlice(retention, slice),
                                Math.min(kept, LITTLE_BYTES) * withSlice(retention, few));

        double latest = kept / SLICES;
        double readsPerCopy =
                load.readsPerSecond() * quorum / copies * CassandraFigures.levels(latest);
        double share = WorkingSet.share(load.readMillis(), readsPerCopy);
        double memtables =
                load.writesPerSecond() * stored * CassandraFigures.FLUSH_SECONDS * copies;
        double larger = Math.max(0, load.itemKib() - 1) * CPU_SECONDS_PER_KIB;
        double busy =
                load.readsPerSecond() * quorum * (CassandraFigures.READ_CPU_SECONDS + larger)
                        + load.writesPerSecond()
                                * copies
                                * (CassandraFigures.WRITE_CPU_SECONDS + larger);
        long tables = tables(said, slice);
        Capacity demand =
                new Capacity(
                        Units.whole(CassandraFigures.cores(busy, copies) * 1_000),
                        Units.whole(
                                share * latest * copies
                                        + memtables
                                        + 2 * CassandraFigures.TABLE_BYTES * copies),
                        Units.whole(live / CassandraFigures.DISK_FILL),
                        Units.whole(load.readsPerSecond()),
                        Units.whole(load.writesPerSecond()),
                        tables);
        Buckets buckets = buckets(load, stored, slice);
        return new Estimate(
                Engine.CASSANDRA,
                demand,
                new Layout(copies, null, Compaction.TIERED, false, buckets),
                List.of(
                        "%s of events in %d copies: those of %s, and of one slice more, since slices go whole"
                                .formatted(Units.bytes(live), copies, said.retention()),
                        "a slice is %s: %s".formatted(IsoDuration.of(slice), why(said, little)),
                        "%d tables: those of %s and of events that come up to %s late, the oldest of which has expired in part, and one that is there half a slice before it is needed"
                                .formatted(tables, said.retention(), said.acceptance()),
                        buckets.reason("a series"),
                        CassandraFigures.busy(busy, copies)),
                load.assumptions());
    }

    /**
     * Rounded up, so that there are no more than wanted; and as long as events may be late, so that
     * these fall into two.
     */
    private static Duration slice(TimeSeriesSpec said, int slices) {
        Duration least = said.retention().duration().dividedBy(slices);
        Duration acceptance = said.acceptance().duration();
        Duration wanted = least.compareTo(acceptance) < 0 ? acceptance : least;
        Duration step = wanted.compareTo(DAY) <= 0 ? STEP : DAY;
        return step.multipliedBy(slicesOf(wanted, step));
    }

    /**
     * How many there are at most while each is made half a slice ahead and dropped once the whole
     * of it is older than retention and acceptance.
     */
    private static long tables(TimeSeriesSpec said, Duration slice) {
        Duration spanned =
                said.retention()
                        .duration()
                        .plus(said.acceptance().duration())
                        .plus(Buckets.ahead(slice));
        return slicesOf(spanned, slice) + 1;
    }

    private static long slicesOf(Duration time, Duration slice) {
        return Math.ceilDiv(time.toSeconds(), slice.toSeconds());
    }

    private static double withSlice(Duration retention, Duration slice) {
        return 1 + (double) slice.toSeconds() / retention.toSeconds();
    }

    private static String why(TimeSeriesSpec said, boolean little) {
        int slices = little ? SLICES_OF_LITTLE : SLICES;
        Duration share = said.retention().duration().dividedBy(slices);
        if (share.compareTo(said.acceptance().duration()) < 0) {
            return "as long as events may be late";
        }
        return little
                ? "half of the retention, since a copy keeps no more than %s"
                        .formatted(Units.bytes(LITTLE_BYTES))
                : "a sixth of the retention, between few tables and keeping little too long";
    }

    private static Buckets buckets(Load load, double stored, Duration slice) {
        double events = load.writesPerSecond();
        double hottest = Math.min(events, HOTTEST * events / Math.max(1, load.items()));
        return Buckets.of(hottest * stored, IsoDuration.of(slice), slice);
    }
}
