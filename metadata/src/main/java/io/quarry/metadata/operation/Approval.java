package io.quarry.metadata.operation;

import io.quarry.metadata.capacity.Cost;
import java.util.Locale;
import java.util.Optional;

/** Whether somebody has to approve a plan before it is carried out. Pure. */
final class Approval {
    private Approval() {}

    /** Why, in a sentence; empty if nobody has to. */
    static Optional<String> reason(Stakes stakes, ApprovalConfig policy) {
        return policy.destroyingData() && destroysAtOnce(stakes)
                ? Optional.of("it destroys data at once, which needs an approval")
                : cost(stakes, policy);
    }

    /** A purge at the end of its retention does not: all that time anybody could have objected. */
    private static boolean destroysAtOnce(Stakes stakes) {
        return stakes.type() != OperationType.PURGE_NAMESPACE
                && stakes.steps().stream()
                        .anyMatch(step -> step.name().equals(Workflows.DROP_STRUCTURES));
    }

    private static Optional<String> cost(Stakes stakes, ApprovalConfig policy) {
        Cost then = stakes.then();
        if (policy.monthlyCost().isEmpty() || then == null) {
            return Optional.empty();
        }
        double most = policy.monthlyCost().getAsDouble();
        double now = stakes.now() == null ? 0 : stakes.now().perMonth();
        return then.perMonth() > most && then.perMonth() > now
                ? Optional.of(
                        String.format(
                                Locale.ROOT,
                                "it would cost %.2f %s a month, and what costs more than %.2f needs"
                                        + " an approval",
                                then.perMonth(),
                                then.currency(),
                                most))
                : Optional.empty();
    }
}
