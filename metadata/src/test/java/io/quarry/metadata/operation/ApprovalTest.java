package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.namespace.NamespaceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApprovalTest {
    private static final NamespaceId ORDERS = NamespaceId.of("demo", "orders");
    private static final ApprovalConfig ON = policy(true, OptionalDouble.empty());
    private static final ApprovalConfig OFF = policy(false, OptionalDouble.empty());
    private static final ApprovalConfig FRUGAL = policy(false, OptionalDouble.of(100));

    private static ApprovalConfig policy(boolean destroyingData, OptionalDouble monthlyCost) {
        return new ApprovalConfig() {
            @Override
            public boolean destroyingData() {
                return destroyingData;
            }

            @Override
            public OptionalDouble monthlyCost() {
                return monthlyCost;
            }

            @Override
            public Duration expireAfter() {
                return Duration.ofDays(7);
            }
        };
    }

    private static Optional<String> reason(
            OperationType type, List<StepPlan> steps, ApprovalConfig policy) {
        return Approval.reason(new Stakes(type, steps), policy);
    }

    private static Optional<String> costing(@Nullable Double now, double then, ApprovalConfig at) {
        Cost before = now == null ? null : new Cost("USD", now);
        Cost after = new Cost("USD", then);
        return Approval.reason(
                new Stakes(OperationType.CHANGE_NAMESPACE, List.of(), before, after), at);
    }

    @Test
    void whatCostsMoreThanTheLimitAndMoreThanBeforeNeedsAnApproval() {
        assertThat(costing(null, 100.01, FRUGAL))
                .contains(
                        "it would cost 100.01 USD a month, and what costs more than 100.00 needs an"
                                + " approval");
        assertThat(costing(120.0, 121, FRUGAL)).isPresent();
        assertThat(costing(null, 100, FRUGAL)).isEmpty();
        assertThat(costing(130.0, 120, FRUGAL)).isEmpty();
        assertThat(costing(120.0, 120, FRUGAL)).isEmpty();
        assertThat(costing(null, 1_000_000, ON)).isEmpty();
    }

    @Test
    void whatDestroysDataAtOnceNeedsAnApprovalWhereThePolicySaysSo() {
        List<StepPlan> atOnce = Workflows.retire(ORDERS, List.of(), Duration.ZERO);
        assertThat(reason(OperationType.RETIRE_NAMESPACE, atOnce, ON))
                .hasValueSatisfying(reason -> assertThat(reason).contains("destroys data"));
        assertThat(reason(OperationType.RETIRE_NAMESPACE, atOnce, OFF)).isEmpty();
    }

    @Test
    void whatKeepsTheDataOrHasKeptItLongEnoughNeedsNone() {
        List<StepPlan> later = Workflows.retire(ORDERS, List.of(), Duration.ofDays(7));
        assertThat(reason(OperationType.RETIRE_NAMESPACE, later, ON)).isEmpty();
        List<StepPlan> purge = Workflows.purge(ORDERS, List.of());
        assertThat(reason(OperationType.PURGE_NAMESPACE, purge, ON)).isEmpty();
        List<StepPlan> provision = Workflows.provision(ORDERS, List.of());
        assertThat(reason(OperationType.PROVISION_NAMESPACE, provision, ON)).isEmpty();
    }
}
