package io.quarry.stores.spi;

/**
 * Where a namespace's entries lie in a cache, as long as neither generation rises. Entries of other
 * namespaces, of other epochs and from before a flush have keys of their own, so they can not be
 * asked for. All of it comes from the route: a cache may forget anything, so nothing that keeps
 * entries apart may lie in it.
 *
 * @param ring rises when the nodes of the pool change, so that an entry which a node still holds
 *     from before can not come back; at least 1
 * @param flush rises with each flush; at least 1
 */
public record CacheSpace(NamespaceRef namespace, long ring, long flush) {
    private static final int RADIX = 36;

    /**
     * @throws IllegalArgumentException where a generation is below 1
     */
    public CacheSpace {
        if (ring < 1 || flush < 1) {
            throw new IllegalArgumentException(
                    "generations begin at 1: ring %d, flush %d".formatted(ring, flush));
        }
    }

    /**
     * The key of something in this space.
     *
     * @param name printable ASCII, up to 180 characters
     */
    public CacheKey key(String name) {
        return new CacheKey(
                namespace.structure()
                        + "."
                        + Long.toString(ring, RADIX)
                        + "."
                        + Long.toString(flush, RADIX)
                        + "."
                        + name);
    }
}
