package io.quarry.stores.cassandra;

/**
 * What is known of the sizes of a namespace's items, so that a page asks for about as many rows as
 * it can hold. Racy on purpose: an estimate that misses an update is still an estimate.
 */
final class ItemSizes {
    /** One query may bring this much at most in the worst case that was seen. */
    private static final long AFFORDABLE_BYTES = 8L << 20;

    /**
     * And this many rows at most, since the worst case may not have been seen yet: 32 values of 1
     * MiB.
     */
    private static final int AFFORDABLE_ROWS = 32;

    /** Rows of one query without values: at most about 5 MiB with the largest metadata. */
    private static final int MOST_ROWS = 1_001;

    private static final double UNKNOWN_MEAN = 1_024;
    private static final double UNKNOWN_LARGEST = 1 << 20;
    private static final double WEIGHT = 1.0 / 32;
    private static final double SPREAD = 1.25;

    private volatile double mean;
    private volatile double largest;

    /**
     * @param bytes as {@link io.quarry.stores.spi.Item#bytes()} counts them, value included
     */
    void seen(int bytes) {
        double before = mean;
        mean = before == 0 ? bytes : before + (bytes - before) * WEIGHT;
        largest = Math.max(bytes, largest - (largest - bytes) * WEIGHT / 32);
    }

    /**
     * How many rows to ask for, one more than should be needed to see whether the page ends the
     * read.
     */
    int rows(int limitLeft, long bytesLeft) {
        double fit = bytesLeft / (mean == 0 ? UNKNOWN_MEAN : mean) * SPREAD + 2;
        return (int) Math.min(MOST_ROWS, Math.min(fit, limitLeft) + 1);
    }

    /** The same where values are not fetched, so that the limit and the heads' own size decide. */
    static int rowsWithoutValues(int limitLeft) {
        return (int) Math.min(MOST_ROWS, limitLeft + 1L);
    }

    /** Whether so many rows may be fetched with their values without looking at the sizes first. */
    boolean affordable(int rows) {
        return rows <= AFFORDABLE_ROWS
                && rows * (largest == 0 ? UNKNOWN_LARGEST : largest) <= AFFORDABLE_BYTES;
    }
}
