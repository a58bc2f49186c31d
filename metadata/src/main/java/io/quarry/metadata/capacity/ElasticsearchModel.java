package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;

/**
 * Search on Elasticsearch. All figures are over all copies.
 *
 * <ul>
 *   <li>index = items x item_bytes x copies
 *   <li>disk = index x 1.33
 *   <li>memory = share x index
 *   <li>cores = (queries/s x 2 ms + writes/s x 0.6 ms) x 1.5 x copies / (copies - 1)
 *   <li>objects = primaries x copies, where a primary holds at most 30 GiB
 * </ul>
 *
 * Compression is not counted: what fields and vectors add to the documents is taken to use it up.
 */
record ElasticsearchModel() implements EngineModel {
    /** Documents can be put again, so two copies do; service-capacity-modeling says the same. */
    private static final int COPIES = 2;

    /** Elastic's guide: 10 to 50 GiB a shard, at most 30 where searching matters most. */
    private static final double PRIMARY_BYTES = 30 * Units.GIB;

    /** Merging writes the new segment before it drops the old ones. */
    private static final double DISK_BUFFER = 1.33;

    /** Mean service times of service-capacity-modeling for two copies. */
    private static final double QUERY_CPU_SECONDS = 2e-3;

    private static final double WRITE_CPU_SECONDS = 0.6e-3;

    /** A third of the cores is left to merging. */
    private static final double BACKGROUND = 1.5;

    /** Segments of the tiered merge policy, ten to a tier. */
    private static final double SEGMENT_BYTES = 512 * Units.MIB;

    @Override
    public Estimate estimate(NamespaceSpec spec, Load load, int nodes) {
        int copies = Planner.copies(COPIES, nodes);
        double primary = load.items() * load.itemBytes();
        double index = primary * copies;
        long primaries = Units.whole(Math.max(1, primary / PRIMARY_BYTES));
        double tiers = 1 + Math.ceil(Math.log10(Math.max(1, primary / SEGMENT_BYTES)));
        double share = WorkingSet.share(load.readMillis(), load.readsPerSecond() / copies * tiers);
        double busy =
                load.readsPerSecond() * QUERY_CPU_SECONDS
                        + load.writesPerSecond() * WRITE_CPU_SECONDS;
        double cores = busy * BACKGROUND * Headroom.zoneFailure(copies);
        return new Estimate(
                Engine.ELASTICSEARCH,
                new Capacity(
                        Units.whole(cores * 1_000),
                        Units.whole(share * index),
                        Units.whole(index * DISK_BUFFER),
                        Units.whole(load.readsPerSecond()),
                        Units.whole(load.writesPerSecond()),
                        Math.min(Capacity.MOST, primaries * copies)),
                new Layout(copies, primaries, null, false),
                List.of(
                        "%s of documents in %d copies; merging needs a third more"
                                .formatted(Units.bytes(index), copies),
                        "%d primary shards, so that none is above %s"
                                .formatted(primaries, Units.bytes(PRIMARY_BYTES)),
                        "%s of the index is to be in memory for queries of %s ms on average"
                                .formatted(Units.percent(share), Units.number(load.readMillis()))),
                load.assumptions());
    }
}
