package io.quarry.metadata.capacity;

import io.quarry.metadata.capacity.Layout.Compaction;
import io.quarry.metadata.namespace.CacheChoice;
import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;

/**
 * Key-value on Cassandra. All figures are over all copies.
 *
 * <ul>
 *   <li>live = items x (item_bytes + 100) x copies
 *   <li>disk = live / 0.55
 *   <li>memory = share x live + writes/s x (item_bytes + 100) x 225 s x copies + 1 MiB x copies
 *   <li>cores = (reads/s x quorum x cpu_read + writes/s x copies x cpu_write) x 2 x copies /
 *       (copies - 1)
 * </ul>
 *
 * The method is that of service-capacity-modeling by Netflix's data platform; the CPU of an
 * operation is our own measurement.
 */
record CassandraModel() implements EngineModel {
    /** Key, head, and what Cassandra writes with each cell; see the store's README. */
    private static final double ITEM_OVERHEAD_BYTES = 100;

    /** For each further KiB: copying, checksums, compression. Assumed, not measured. */
    private static final double CPU_SECONDS_PER_KIB = 5e-6;

    private static final double CACHE_READS_PER_SECOND = 1_000;
    private static final double CACHE_READS_PER_WRITE = 10;

    @Override
    public Estimate estimate(NamespaceSpec spec, Load load, int nodes) {
        int copies = Planner.copies(Planner.MOST_COPIES, nodes);
        int quorum = spec.consistency() == Consistency.EVENTUAL ? 1 : copies / 2 + 1;
        double stored = load.itemBytes() + ITEM_OVERHEAD_BYTES;
        double live = load.items() * stored * copies;

        double readsPerCopy =
                load.readsPerSecond() * quorum / copies * CassandraFigures.levels(live / copies);
        double share = WorkingSet.share(load.readMillis(), readsPerCopy);
        double memtables =
                load.writesPerSecond() * stored * CassandraFigures.FLUSH_SECONDS * copies;
        double memory = share * live + memtables + CassandraFigures.TABLE_BYTES * copies;

        double larger = Math.max(0, load.itemKib() - 1) * CPU_SECONDS_PER_KIB;
        double busy =
                load.readsPerSecond() * quorum * (CassandraFigures.READ_CPU_SECONDS + larger)
                        + load.writesPerSecond()
                                * copies
                                * (CassandraFigures.WRITE_CPU_SECONDS + larger);
        double cores = CassandraFigures.cores(busy, copies);

        Capacity demand =
                new Capacity(
                        Units.whole(cores * 1_000),
                        Units.whole(memory),
                        Units.whole(live / CassandraFigures.DISK_FILL),
                        Units.whole(load.readsPerSecond()),
                        Units.whole(load.writesPerSecond()),
                        1);
        Compaction compaction =
                load.writesPerSecond() > load.readsPerSecond()
                        ? Compaction.TIERED
                        : Compaction.LEVELED;
        boolean cache = cacheAdvised(spec, load);
        return new Estimate(
                Engine.CASSANDRA,
                demand,
                new Layout(copies, null, compaction, cache),
                List.of(
                        "%s live data in %d copies; disks are filled to %s, since compaction and repair need the rest"
                                .formatted(
                                        Units.bytes(live),
                                        copies,
                                        Units.percent(CassandraFigures.DISK_FILL)),
                        "%s of the data is to be in memory for reads of %s ms on average, and %s for writes between two flushes"
                                .formatted(
                                        Units.percent(share),
                                        Units.number(load.readMillis()),
                                        Units.bytes(memtables)),
                        CassandraFigures.busy(busy, copies),
                        compaction == Compaction.TIERED
                                ? "tiered compaction suits more writes than reads"
                                : "leveled compaction suits reads at least as many as writes",
                        cache
                                ? "a cache in front would pay"
                                : "a cache in front would not pay: it does for means below a disk's "
                                        + WorkingSet.DISK_READ_MILLIS
                                        + " ms, or for many reads of what is seldom written"),
                load.assumptions());
    }

    private static boolean cacheAdvised(NamespaceSpec spec, Load load) {
        boolean fasterThanDisk =
                load.latencyStated() && load.readMillis() < WorkingSet.DISK_READ_MILLIS;
        boolean readMostly =
                load.readsPerSecond() >= CACHE_READS_PER_SECOND
                        && load.readsPerSecond() >= CACHE_READS_PER_WRITE * load.writesPerSecond();
        return spec.cache() == CacheChoice.AUTO && (fasterThanDisk || readMostly);
    }
}
