package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.NamespaceSpec;

/** From the wish to what it takes, without a look at any shard but the number of its nodes. */
public final class Planner {
    /** More copies than these are not kept, however many nodes there are. */
    public static final int MOST_COPIES = 3;

    private Planner() {}

    public static Estimate estimate(NamespaceSpec spec, int nodes) {
        return estimate(spec, nodes, 1);
    }

    /**
     * @param trafficFactor what if: so many times the reads and writes that are stated, and what is
     *     stored as far as it follows from them
     */
    public static Estimate estimate(NamespaceSpec spec, int nodes, double trafficFactor) {
        return EngineModel.of(spec).estimate(spec, Load.of(spec, trafficFactor), nodes);
    }

    static int copies(int wanted, int nodes) {
        return Math.min(wanted, Math.max(1, nodes));
    }
}
