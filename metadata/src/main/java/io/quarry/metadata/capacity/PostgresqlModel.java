package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;

/**
 * Relational on PostgreSQL, a primary with a standby where there is a second node.
 *
 * <ul>
 *   <li>live = items x (item_bytes + 32), a row's header and its pointer
 *   <li>disk = live x 2 x copies: indices and dead rows before vacuum, as much again
 *   <li>memory = share x live x copies
 *   <li>cores = (reads/s x 3.5 ms + writes/s x 5 ms) x copies
 * </ul>
 *
 * The standby has the primary's size, since it takes over. Service times are the means of
 * service-capacity-modeling for relational engines, queries being what cannot be foreseen.
 */
record PostgresqlModel() implements EngineModel {
    private static final int COPIES = 2;

    /** 23 bytes of header, aligned, and 4 of line pointer: PostgreSQL's page layout. */
    private static final double ROW_OVERHEAD_BYTES = 32;

    private static final double INDICES_AND_DEAD_ROWS = 2;
    private static final double READ_CPU_SECONDS = 3.5e-3;
    private static final double WRITE_CPU_SECONDS = 5e-3;

    @Override
    public Estimate estimate(NamespaceSpec spec, Load load, int nodes) {
        int copies = Planner.copies(COPIES, nodes);
        double live = load.items() * (load.itemBytes() + ROW_OVERHEAD_BYTES);
        double share = WorkingSet.share(load.readMillis(), load.readsPerSecond());
        double busy =
                load.readsPerSecond() * READ_CPU_SECONDS
                        + load.writesPerSecond() * WRITE_CPU_SECONDS;
        return new Estimate(
                Engine.POSTGRESQL,
                new Capacity(
                        Units.whole(busy * copies * 1_000),
                        Units.whole(share * live * copies),
                        Units.whole(live * INDICES_AND_DEAD_ROWS * copies),
                        Units.whole(load.readsPerSecond()),
                        Units.whole(load.writesPerSecond()),
                        1),
                Layout.replicated(copies),
                List.of(
                        "%s of rows, as much again for indices and dead rows, in %d copies"
                                .formatted(Units.bytes(live), copies),
                        "%s of the rows are to be in memory for reads of %s ms on average"
                                .formatted(Units.percent(share), Units.number(load.readMillis())),
                        "a standby is as large as the primary that it takes over from"),
                load.assumptions());
    }
}
