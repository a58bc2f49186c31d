package io.quarry.metadata.cache;

import io.quarry.metadata.namespace.Uid;

/**
 * What a flush made of a cache.
 *
 * @param generation of its entries from now on; what is of an older one is read by nobody
 */
public record CacheFlush(Uid uid, long generation) {}
