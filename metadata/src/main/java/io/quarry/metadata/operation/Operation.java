package io.quarry.metadata.operation;

import io.quarry.metadata.problem.ProblemView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One long-running change, as it is answered.
 *
 * @param id UUIDv7: later operations sort later
 * @param state the name of its {@link OperationState}
 * @param requestedBy a principal's address
 * @param waitingReason names what is waited for
 * @param cancellable whether it can be cancelled now
 * @param approvalExpiresAt until when it can be approved, and after which it is cancelled; null
 *     unless it waits for that
 * @param problem why it failed or was given up; OPERATION_UNREADABLE where another version of
 *     Quarry has written what this one cannot read, of which the rest is shown
 */
public record Operation(
        UUID id,
        OperationType type,
        String state,
        Target target,
        String requestedBy,
        Plan plan,
        List<StepView> steps,
        Progress progress,
        @Nullable String waitingReason,
        boolean cancellable,
        @Nullable Instant approvalExpiresAt,
        @Nullable ProblemView problem,
        Instant createdAt,
        @Nullable Instant endedAt) {
    public Operation {
        steps = List.copyOf(steps);
    }

    /** Whether it has ended, in whatever way. */
    public boolean ended() {
        return endedAt != null;
    }
}
