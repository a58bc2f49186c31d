package io.quarry.stores.memcached;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One pool of nodes. */
public final class MemcachedShard {
    private final MemcachedConfig config;

    public MemcachedShard(MemcachedConfig config) {
        this.config = config;
    }

    /**
     * The version of each node, once.
     *
     * @throws StoreException.Unavailable if any of them does not answer, which names it
     */
    public String probe(Deadline deadline) {
        TreeSet<String> versions = new TreeSet<>();
        List<String> endpoints = config.endpoints();
        for (int index = 0; index < endpoints.size(); index++) {
            try {
                versions.add(
                        new MemcachedNode(endpoints.get(index)).version(share(deadline, index)));
            } catch (IOException e) {
                throw MemcachedErrors.translate(e);
            }
        }
        return String.join(", ", versions);
    }

    /** Nobody there tells who it is, so a pool is where it is. */
    public Set<String> identity() {
        return Set.copyOf(config.endpoints());
    }

    /**
     * Nothing has to be made: keys carry uid and epoch. A cache on a pool that lacks a node would
     * begin without a part of its room, so all of them have to answer.
     */
    public void ensure(Deadline deadline) {
        String _ = probe(deadline);
    }

    /**
     * Nothing has to be dropped. Neither uid nor epoch is ever given again, so no key that anybody
     * can ask for leads to what is left; memcached gives its room to others as it is needed. Items
     * of others are in the same nodes, so flushing those is no way.
     */
    public void drop() {}

    /** A pool answers as long as one of its nodes does: the others go on without it. */
    public MemcachedVitals vitals(Deadline deadline) {
        Map<String, Long> sums = new HashMap<>();
        List<String> endpoints = config.endpoints();
        int up = 0;
        IOException last = null;
        for (int index = 0; index < endpoints.size(); index++) {
            try {
                new MemcachedNode(endpoints.get(index))
                        .statistics(share(deadline, index))
                        .forEach((name, value) -> sums.merge(name, value, Long::sum));
                up++;
            } catch (IOException e) {
                last = e;
            }
        }
        if (up == 0) {
            throw MemcachedErrors.translate(last);
        }
        return new MemcachedVitals(
                endpoints.size(),
                up,
                sums.getOrDefault("curr_items", 0L),
                sums.getOrDefault("evictions", 0L),
                sums.getOrDefault("bytes", 0L),
                sums.getOrDefault("total_malloced", 0L),
                sums.getOrDefault("limit_maxbytes", 0L),
                sums.getOrDefault("curr_connections", 0L),
                sums.getOrDefault("get_hits", 0L),
                sums.getOrDefault("get_misses", 0L));
    }

    /** A node that hangs leaves the others their share of the time. */
    private Duration share(Deadline deadline, int index) {
        return deadline.remaining().dividedBy(config.endpoints().size() - (long) index);
    }
}
