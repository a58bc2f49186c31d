package io.quarry.metadata.operation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step as it is seen.
 *
 * @param attempt how often it was begun, from 0
 * @param reason why it waits or failed
 */
public record StepView(
        String name,
        String plan,
        StepState state,
        int attempt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String reason) {
    public static StepView pending(StepPlan plan) {
        return new StepView(plan.name(), plan.plan(), StepState.PENDING, 0, null, null, null);
    }
}
