package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;

/**
 * A cache on memcached. All figures are over all copies.
 *
 * <ul>
 *   <li>memory = items x (item_bytes + 100) x 1.25 x copies x 1.03
 *   <li>cores = (reads/s + writes/s x copies) x cpu(item_bytes)
 * </ul>
 *
 * A zone reads its own copy and writes go to all, as in EVCache. There is no background work to
 * leave room for, and no room for a zone's failure is kept: what it held is a miss.
 */
record MemcachedModel() implements EngineModel {
    /** Header, expiry, CAS, and the key that carries uid and generations. */
    private static final double ITEM_OVERHEAD_BYTES = 100;

    /** Slab classes grow by this factor (memcached's -f), so at worst an item wastes that much. */
    private static final double SLAB_GROWTH = 1.25;

    private static final double SYSTEM = 1.03;

    /**
     * Bytes of an item and microseconds of CPU: measured on EVCache clusters, as
     * service-capacity-modeling gives them. Between them, and beyond, lines.
     */
    private static final double[][] CPU = {
        {250, 10}, {1_520, 41}, {8_250, 66}, {24_576, 133}, {40_960, 158}
    };

    @Override
    public Estimate estimate(NamespaceSpec spec, Load load, int nodes) {
        int copies = Planner.copies(Planner.MOST_COPIES, nodes);
        double memory =
                load.items()
                        * (load.itemBytes() + ITEM_OVERHEAD_BYTES)
                        * SLAB_GROWTH
                        * copies
                        * SYSTEM;
        double micros = micros(load.itemBytes());
        double cores =
                (load.readsPerSecond() + load.writesPerSecond() * copies) * micros / 1_000_000;
        return new Estimate(
                Engine.MEMCACHED,
                new Capacity(
                        Units.whole(cores * 1_000),
                        Units.whole(memory),
                        0,
                        Units.whole(load.readsPerSecond()),
                        Units.whole(load.writesPerSecond()),
                        1),
                Layout.replicated(copies),
                List.of(
                        "%s in %d copies, the waste of slab classes included"
                                .formatted(Units.bytes(memory), copies),
                        "an operation of %s takes %s microseconds of CPU"
                                .formatted(Units.bytes(load.itemBytes()), Units.number(micros))),
                load.assumptions());
    }

    private static double micros(double bytes) {
        int to = 1;
        while (to < CPU.length - 1 && bytes > CPU[to][0]) {
            to++;
        }
        double[] low = CPU[to - 1];
        double[] high = CPU[to];
        double slope = (high[1] - low[1]) / (high[0] - low[0]);
        return Math.max(CPU[0][1], low[1] + slope * (bytes - low[0]));
    }
}
