package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.memcached.MemcachedConfig;
import io.quarry.stores.memcached.MemcachedShard;
import io.quarry.stores.memcached.MemcachedVitals;
import io.quarry.stores.spi.Deadline;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/**
 * By the statistics of each node. A pool answers as long as one of its nodes does: each holds items
 * of its own, and the others go on.
 */
@ApplicationScoped
class MemcachedGauges implements Gauges {
    @Override
    public boolean needsLogin() {
        return false;
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return new MemcachedShard(new MemcachedConfig(shard.endpoints())).identity();
    }

    @Override
    public Reading read(Shard shard, Deadline deadline) {
        MemcachedVitals vitals =
                new MemcachedShard(new MemcachedConfig(shard.endpoints())).vitals(deadline);
        Reading reading = new Reading();
        reading.put("nodes", vitals.nodes());
        reading.put("nodes_up", vitals.nodesUp());
        reading.put("items", vitals.items());
        reading.put("evictions", vitals.evictions());
        reading.put("used_bytes", vitals.usedBytes());
        reading.put("slab_bytes", vitals.slabBytes());
        reading.put("memory_bytes", vitals.memoryBytes());
        reading.put("connections", vitals.connections());
        reading.put("hits", vitals.hits());
        reading.put("misses", vitals.misses());
        long gets = vitals.hits() + vitals.misses();
        if (gets > 0) {
            reading.put("hit_ratio", (double) vitals.hits() / gets);
        }
        return reading;
    }
}
