package io.quarry.metadata.relational;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log-in as its row has it.
 *
 * @param worksUntil the end of its overlap, once the other one was shown; else null
 */
record Login(LoginSlot slot, int number, LoginState state, @Nullable Instant worksUntil) {
    boolean works(Instant now) {
        return state == LoginState.ACTIVE && (worksUntil == null || worksUntil.isAfter(now));
    }

    /** The one that nothing has replaced yet. */
    boolean newest() {
        return state == LoginState.ACTIVE && worksUntil == null;
    }
}
