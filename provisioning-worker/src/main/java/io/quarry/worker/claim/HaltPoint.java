package io.quarry.worker.claim;

import io.quarry.metadata.fault.Halts;

/**
 * Three moments in the life of a step at which the kill tests end the process, as {@link Halts} has
 * it: for example {@code ProvisionNamespace/PublishRoute:AFTER_EFFECT}.
 */
public enum HaltPoint {
    BEFORE_EFFECT,
    AFTER_EFFECT,
    BEFORE_SAVE;

    public void reached(String workflow, String step) {
        reached(workflow, step, "");
    }

    /** In an operation on what has that name. */
    void reached(String workflow, String step, String target) {
        Halts.at(() -> workflow + "/" + step + ":" + this, target);
    }
}
