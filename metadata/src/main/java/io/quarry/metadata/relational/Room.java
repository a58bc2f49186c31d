package io.quarry.metadata.relational;

/** How a database stands to its limit of storage. */
public enum Room {
    ENOUGH,
    /** Transactions begin as read-only; one that says READ WRITE may still make room, or write. */
    FULL,
    /** Written on in spite of that, so nobody logs in until the limit is raised. */
    EXCEEDED;

    /** What a single transaction may well have written before anybody measured. */
    private static final long LEAST_GRACE = 1L << 28;

    /**
     * @param bytes that it takes
     * @param limit what it may take; above it a quarter, and {@value #LEAST_GRACE} bytes at the
     *     least, is FULL
     */
    public static Room of(long bytes, long limit) {
        if (bytes <= limit) {
            return ENOUGH;
        }
        return bytes - limit <= Math.max(limit / 4, LEAST_GRACE) ? FULL : EXCEEDED;
    }
}
