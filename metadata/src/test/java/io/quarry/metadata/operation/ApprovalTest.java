package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.NamespaceId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApprovalTest {
    private static final NamespaceId ORDERS = NamespaceId.of("demo", "orders");
    private static final ApprovalConfig ON = () -> true;
    private static final ApprovalConfig OFF = () -> false;

    @Test
    void whatDestroysDataAtOnceNeedsAnApprovalWhereThePolicySaysSo() {
        List<StepPlan> atOnce = Workflows.retire(ORDERS, List.of(), Duration.ZERO);
        assertThat(Approval.reason(OperationType.RETIRE_NAMESPACE, atOnce, ON))
                .hasValueSatisfying(reason -> assertThat(reason).contains("destroys data"));
        assertThat(Approval.reason(OperationType.RETIRE_NAMESPACE, atOnce, OFF)).isEmpty();
    }

    @Test
    void whatKeepsTheDataOrHasKeptItLongEnoughNeedsNone() {
        List<StepPlan> later = Workflows.retire(ORDERS, List.of(), Duration.ofDays(7));
        assertThat(Approval.reason(OperationType.RETIRE_NAMESPACE, later, ON)).isEmpty();
        List<StepPlan> purge = Workflows.purge(ORDERS, List.of());
        assertThat(Approval.reason(OperationType.PURGE_NAMESPACE, purge, ON)).isEmpty();
        List<StepPlan> provision = Workflows.provision(ORDERS, List.of());
        assertThat(Approval.reason(OperationType.PROVISION_NAMESPACE, provision, ON)).isEmpty();
    }
}
