package io.quarry.metadata.route;

/**
 * What keeps a cache's entries from others in the same nodes, besides uid and epoch.
 *
 * @param flushGeneration rises with each flush
 * @param ringGeneration rises when the nodes of its pool change; those of a registered pool do not,
 *     so far
 */
public record CacheRoute(long flushGeneration, long ringGeneration) {
    /** Of a cache that was never flushed. */
    public static final CacheRoute FIRST = new CacheRoute(1, 1);
}
