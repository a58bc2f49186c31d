package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import java.util.Set;

/**
 * How shards of one engine are measured. Asked for several shards at a time, each on a thread of
 * its own.
 */
interface Gauges {
    /**
     * @throws io.quarry.stores.spi.StoreException what stands against it
     */
    Reading read(Shard shard, Deadline deadline);

    /**
     * By which marks its servers know themselves, that no other cluster has.
     *
     * @throws io.quarry.stores.spi.StoreException what stands against it
     */
    Set<String> identity(Shard shard, Deadline deadline);

    /** Whether the engine asks for a log-in at all. */
    boolean needsLogin();

    /** Only these are asked from now on; what is open to others is closed. */
    default void keep(Set<String> shards) {}
}
