package io.quarry.api.identity;

/**
 * Moments at which the kill tests end the process as {@code kill -9} would. Without the system
 * property {@code quarry.test.halt-at} each is a comparison with nothing.
 */
enum HaltPoint {
    ROW_BEGUN,
    CLIENT_MADE,
    CONFIRMED,
    DELETION_DECIDED,
    CLIENT_REMOVED;

    private static final String WANTED = System.getProperty("quarry.test.halt-at", "");

    /** Ends the process if the test asked for it here; no shutdown hook runs. */
    void reached() {
        if (WANTED.equals(name())) {
            Runtime.getRuntime().halt(137);
        }
    }
}
