package io.quarry.worker.claim;

/**
 * Three moments in the life of a step at which the kill tests end the process as {@code kill -9}
 * would. Without the system property {@code quarry.test.halt-at} (for example {@code
 * ProvisionNamespace/PublishRoute:AFTER_EFFECT}) each is a look at an empty text. With {@code
 * quarry.test.halt-of} besides, only operations on what has a name that begins so count.
 */
public enum HaltPoint {
    BEFORE_EFFECT,
    AFTER_EFFECT,
    BEFORE_SAVE;

    private static final String WANTED = System.getProperty("quarry.test.halt-at", "");
    private static final String OF = System.getProperty("quarry.test.halt-of", "");

    /** Ends the process if the test asked for it here; no shutdown hook runs. */
    public void reached(String workflow, String step) {
        reached(workflow, step, OF);
    }

    /** As {@link #reached(String, String)}, in an operation on what has that name. */
    void reached(String workflow, String step, String target) {
        if (!WANTED.isEmpty()
                && WANTED.equals(workflow + "/" + step + ":" + this)
                && target.startsWith(OF)) {
            Runtime.getRuntime().halt(137);
        }
    }
}
