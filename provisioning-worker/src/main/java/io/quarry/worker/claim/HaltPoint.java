package io.quarry.worker.claim;

/**
 * Three moments in the life of a step at which the kill tests end the process as {@code kill -9}
 * would. Without the system property {@code quarry.test.halt-at} (for example {@code
 * ProvisionNamespace/PublishRoute:AFTER_EFFECT}) each is a comparison with null.
 */
public enum HaltPoint {
    BEFORE_EFFECT,
    AFTER_EFFECT,
    BEFORE_SAVE;

    private static final String WANTED = System.getProperty("quarry.test.halt-at", "");

    /** Ends the process if the test asked for it here; no shutdown hook runs. */
    public void reached(String workflow, String step) {
        if (!WANTED.isEmpty() && WANTED.equals(workflow + "/" + step + ":" + this)) {
            Runtime.getRuntime().halt(137);
        }
    }
}
