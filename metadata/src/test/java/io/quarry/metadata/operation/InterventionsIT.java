package io.quarry.metadata.operation;

import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.namespace.NamespacePlans;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As requests are made, by the role that serves them; deletions at once need an approval here. */
@QuarkusTest
@TestProfile(InterventionsIT.WithApprovals.class)
class InterventionsIT {
    public static final class WithApprovals implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarry.approvals.destroying-data", "true",
                    "quarry.approvals.monthly-cost", "50");
        }
    }

    private static final Capacity LARGE =
            new Capacity(1_000_000, 1L << 42, 1L << 44, 1_000_000, 1_000_000, 10);

    @Inject Namespaces namespaces;
    @Inject NamespacePlans plans;
    @Inject NamespaceLifecycle lifecycle;
    @Inject Operations operations;
    @Inject Interventions interventions;
    @Inject Grants grants;
    @Inject Tenancy tenancy;
    @Inject OperationsIT.Nudged nudged;

    private TenantId tenant = TenantId.of("unseeded");
    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        tenant = Seed.tenant();
        id = new NamespaceId(tenant, "orders");
        shard = Seed.shard(10);
    }

    private Operation create() {
        Accepted accepted = namespaces.put(id, Seed.spec(shard), Callers.ada(), true);
        return ((Accepted.Created) accepted).operation();
    }

    private Uid active() {
        Uid uid = create().target().uid();
        Seed.ended(uid, NamespaceState.ACTIVE);
        return uid;
    }

    private Operation found(Operation operation) {
        return operations.find(operation.id()).orElseThrow();
    }

    @Test
    void aDryRunSaysWhatWouldBeDoneAndChangesNothing() {
        Operation operation = create();
        var before = BackDoor.trace(tenant);
        Intervention.Effect effect = interventions.plan(Intervention.CANCEL, operation);
        assertThat(effect.changes()).isTrue();
        assertThat(effect.summary()).contains("drops its structures", id.toString());
        assertThat(refusal(() -> interventions.plan(Intervention.APPROVE, operation)).code())
                .isEqualTo(ProblemCode.OPERATION_NOT_WAITING);
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
    }

    @Test
    void cancellingIsAuditedToldOnceAndTheSameAgain() {
        Operation operation = create();
        nudged.ids().clear();
        IdempotencyKey key = new IdempotencyKey("key-1", "POST cancel", "hash");
        Operation cancelled =
                interventions.carryOut(Intervention.CANCEL, operation, Callers.ada(key));
        assertThat(cancelled.state()).isEqualTo("CANCELLING");
        assertThat(cancelled).isEqualTo(found(operation));
        assertThat(nudged.ids()).contains(operation.id());
        assertThat(BackDoor.audited(tenant))
                .containsExactly("namespace.create", "operation.cancel");
        var before = BackDoor.trace(tenant);
        assertThat(interventions.carryOut(Intervention.CANCEL, operation, Callers.ada(key)))
                .isEqualTo(cancelled);
        assertThat(interventions.carryOut(Intervention.CANCEL, operation, Callers.ada()))
                .isEqualTo(cancelled);
        assertThat(interventions.plan(Intervention.CANCEL, operation).changes()).isFalse();
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        assertThat(listed("CANCELLING")).containsExactly(cancelled);
        assertThat(listed("PENDING")).isEmpty();
    }

    private List<Operation> listed(String state) {
        return operations
                .list(
                        new OperationFilter(
                                new Visible.Only(Set.of(tenant)), tenant, null, null, state),
                        PageRequest.first())
                .items();
    }

    @Test
    void aDeletionAtOnceWaitsForAnApproval() {
        active();
        assertThat(plans.planRetire(id, Duration.ZERO, Callers.ada()).approval())
                .contains("destroys data");
        assertThat(plans.planRetire(id, Duration.ofDays(7), Callers.ada()).approval()).isNull();
        nudged.ids().clear();
        Operation waits = namespaces.retire(id, Duration.ZERO, Callers.ada());
        assertThat(waits.state()).isEqualTo("NEEDS_APPROVAL");
        assertThat(waits.waitingReason()).contains("destroys data");
        assertThat(waits.cancellable()).isTrue();
        assertThat(waits.approvalExpiresAt()).isEqualTo(waits.createdAt().plus(Duration.ofDays(7)));
        assertThat(nudged.ids()).isEmpty();
        assertThat(listed("NEEDS_APPROVAL")).containsExactly(waits);

        Operation approved = interventions.carryOut(Intervention.APPROVE, waits, Callers.ada());
        assertThat(approved.state()).isEqualTo("PENDING");
        assertThat(approved.waitingReason()).isNull();
        assertThat(approved.approvalExpiresAt()).isNull();
        assertThat(nudged.ids()).contains(waits.id());
        assertThat(BackDoor.audited(tenant)).endsWith("namespace.retire", "operation.approve");
        assertThat(
                        BackDoor.string(
                                "SELECT (due_at <= now())::text FROM operation WHERE id = ?",
                                waits.id()))
                .isEqualTo("true");
    }

    @Test
    void whatCostsMoreThanTheLimitWaitsForAnApproval() {
        String roomy = Seed.shard(LARGE, Seed.name("large"));
        NamespaceSpec dear = Seed.spec(roomy, "\"workload\": {\"reads_per_second\": 20000}");
        String reason = plans.planPut(id, dear, Callers.ada(), true).approval();
        assertThat(reason).contains("USD a month", "more than 50.00");
        Operation waits =
                ((Accepted.Created) namespaces.put(id, dear, Callers.ada(), true)).operation();
        assertThat(waits.state()).isEqualTo("NEEDS_APPROVAL");
        assertThat(waits.waitingReason()).isEqualTo(reason);
        Seed.ended(waits.target().uid(), NamespaceState.ACTIVE);
        assertThat(plans.planPut(id, Seed.spec(roomy), Callers.ada(1), false).approval()).isNull();
    }

    @Test
    void whoMayApproveNeedNotAskAnybody() {
        active();
        Scope here = new Scope.OfTenant(tenant);
        var _ =
                grants.put(
                        new Grant(Callers.ADA.address(), Role.TENANT_ADMIN, here), Callers.ada());
        assertThat(plans.planRetire(id, Duration.ZERO, Callers.ada()).approval()).isNull();
        assertThat(namespaces.retire(id, Duration.ZERO, Callers.ada()).state())
                .isEqualTo("PENDING");
    }

    @Test
    void whatNobodyApprovedCanBeCancelled() {
        active();
        Operation waits = namespaces.retire(id, Duration.ZERO, Callers.ada());
        Operation cancelled = interventions.carryOut(Intervention.CANCEL, waits, Callers.ada());
        assertThat(cancelled.state()).isEqualTo("CANCELLING");
        assertThat(refusal(() -> interventions.plan(Intervention.APPROVE, waits)).code())
                .isEqualTo(ProblemCode.OPERATION_NOT_WAITING);
    }

    @Test
    void aChangeIsTakenBackOnceHoweverOftenItIsUndone() {
        Uid uid = active();
        var before = namespaces.find(id).orElseThrow();
        String described = "\"description\": \"described\"";
        Accepted accepted = namespaces.put(id, Seed.spec(shard, described), Callers.ada(1), false);
        Operation change = ((Accepted.Changed) accepted).operation();
        for (int times = 1; times <= 2; times++) {
            tenancy.run(tenant, () -> lifecycle.restore(uid, change.id()));
            var restored = namespaces.find(id).orElseThrow();
            assertThat(restored.spec()).isEqualTo(before.spec());
            assertThat(restored.status().effective()).isEqualTo(before.status().effective());
            assertThat(restored.revision()).isEqualTo(3);
        }
        assertThat(BackDoor.audited(tenant))
                .containsExactly("namespace.create", "namespace.change", "namespace.change-undone");
        assertThat(
                        BackDoor.strings(
                                "SELECT revision || coalesce(spec ->> 'description', '-') FROM"
                                        + " namespace_revision WHERE namespace_uid = ? ORDER BY"
                                        + " revision",
                                uid.value()))
                .hasSize(3)
                .element(1)
                .isEqualTo("2described");
    }
}
