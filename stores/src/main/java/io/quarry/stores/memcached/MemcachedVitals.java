package io.quarry.stores.memcached;

/**
 * What a pool says of itself, summed over the nodes that answer.
 *
 * @param hits since each node began, as misses and evictions are
 */
public record MemcachedVitals(
        int nodes,
        int nodesUp,
        long items,
        long evictions,
        long usedBytes,
        long slabBytes,
        long memoryBytes,
        long connections,
        long hits,
        long misses) {}
