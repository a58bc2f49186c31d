package io.quarry.metadata.capacity;

/** What is kept free so that the engine goes on when things are not as they should be. */
final class Headroom {
    /**
     * Half of the cores are for work that no client asked for: compaction, repair, back-up. So does
     * service-capacity-modeling.
     */
    static final double BACKGROUND = 2;

    private Headroom() {}

    /**
     * Copies lie in different zones, so one zone's failure leaves (copies - 1) / copies of the
     * cores with all of the work. A single copy has nobody to take over, and so needs no room for
     * it.
     */
    static double zoneFailure(int copies) {
        return copies < 2 ? 1 : (double) copies / (copies - 1);
    }
}
