package io.quarry.metadata.operation;

import java.util.List;
import java.util.Optional;

/** Whether somebody has to approve a plan before it is carried out. Pure. */
final class Approval {
    private Approval() {}

    /**
     * Why, in a sentence; empty if nobody has to. A purge at the end of its retention is none: all
     * that time anybody could have objected.
     */
    static Optional<String> reason(
            OperationType type, List<StepPlan> steps, ApprovalConfig policy) {
        boolean destroys =
                type != OperationType.PURGE_NAMESPACE
                        && steps.stream()
                                .anyMatch(step -> step.name().equals(Workflows.DROP_STRUCTURES));
        return policy.destroyingData() && destroys
                ? Optional.of("it destroys data at once, which needs an approval")
                : Optional.empty();
    }
}
