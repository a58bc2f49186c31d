package io.quarry.metadata.operation;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.RetiredNamespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.tenant.Tenants;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a purge that failed for good has left behind can be purged again. */
@QuarkusTest
class PurgesAgainIT {
    @Inject Operations operations;
    @Inject Interventions interventions;
    @Inject OpenInterventions open;
    @Inject RetiredNamespaces retired;
    @Inject Tenants tenants;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private Uid uid = Uid.of("a2345678901234567890");

    @BeforeEach
    void aRetiredNamespace() {
        id = new NamespaceId(Seed.tenant(), "orders");
        uid = Seed.namespace(id, Seed.shard(1), NamespaceState.RETIRED);
        int _ =
                BackDoor.run(
                        "UPDATE namespace SET retired_at = now(), retention_seconds = 3600 WHERE uid"
                                + " = ?",
                        uid.value());
    }

    private Operation failed(OperationType type, List<StepPlan> plan) {
        return fail(Seed.operation(id, uid, type, plan));
    }

    /** As a worker leaves it whose step gave up. */
    private Operation fail(UUID operation) {
        OperationState failed = new OperationState.Failed(Instant.now(), "no such keyspace");
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = ?, state_facts = ?::jsonb, fence = 1, ended_at"
                                + " = now() WHERE id = ?",
                        failed.wire(),
                        Json.write(failed),
                        operation);
        return operations.find(operation).orElseThrow();
    }

    private Operation retry(Operation operation) {
        return interventions.carryOut(Intervention.RETRY, operation, ada());
    }

    /** What is offered is what a dry run would not refuse. */
    private boolean isOffered(Operation failed) {
        return open.of(List.of(failed))
                .getOrDefault(failed.id(), Set.of())
                .contains(Intervention.RETRY);
    }

    private void becomes(NamespaceState state) {
        int _ =
                BackDoor.run(
                        "UPDATE namespace SET state = ? WHERE uid = ?", state.name(), uid.value());
    }

    @Test
    void aRetryOfAFailedPurgeIsAPurgeOfItsOwn() {
        Operation failed = failed(OperationType.PURGE_NAMESPACE, Workflows.purge(id, List.of()));
        assertThat(interventions.plan(Intervention.RETRY, failed).summary())
                .contains("Purge again", id.toString());
        assertThat(isOffered(failed)).isTrue();
        Operation again = retry(failed);
        assertThat(again.id()).isNotEqualTo(failed.id());
        assertThat(again.type()).isEqualTo(OperationType.PURGE_NAMESPACE);
        assertThat(again.state()).isEqualTo("PENDING");
        assertThat(again.target()).isEqualTo(failed.target());
        assertThat(again.plan().steps()).isEqualTo(failed.plan().steps());
        assertThat(BackDoor.audited(id.tenant())).containsExactly("operation.retry");
        ProblemException busy = refusal(() -> retry(failed));
        assertThat(isOffered(failed)).isFalse();
        assertThat(busy.code()).isEqualTo(ProblemCode.OPERATION_IN_PROGRESS);
        assertThat(busy.operationId()).isEqualTo(again.id());
        // data may be gone, though nobody has begun with this one
        assertThat(refusal(() -> retired.restore(id.tenant(), uid, ada())).code())
                .isEqualTo(ProblemCode.PURGE_BEGUN);
        Operation third = retry(fail(again.id()));
        assertThat(third.id()).isNotEqualTo(again.id());
    }

    @Test
    void soIsThatOfADeletionAtOnceThatFailedOnceTheNameWasFree() {
        Operation failed =
                failed(
                        OperationType.RETIRE_NAMESPACE,
                        Workflows.retire(id, List.of(), Duration.ZERO));
        assertThat(retry(failed).plan().steps())
                .extracting(StepPlan::name)
                .containsExactly(Workflows.DROP_STRUCTURES, Workflows.PURGE);
    }

    @Test
    void whereNothingIsLeftThereIsNothingToRetry() {
        Operation failed = failed(OperationType.PURGE_NAMESPACE, Workflows.purge(id, List.of()));
        becomes(NamespaceState.PURGED);
        assertThat(refusal(() -> retry(failed)).code()).isEqualTo(ProblemCode.OPERATION_ENDED);
        assertThat(isOffered(failed)).isFalse();
        becomes(NamespaceState.RETIRED);
        Operation kept =
                failed(
                        OperationType.RETIRE_NAMESPACE,
                        Workflows.retire(id, List.of(), Duration.ofDays(7)));
        assertThat(refusal(() -> retry(kept)).code()).isEqualTo(ProblemCode.OPERATION_ENDED);
        assertThat(isOffered(kept)).isFalse();
        assertThat(BackDoor.audited(id.tenant())).isEmpty();
    }

    @Test
    void ofAllWhoRetryAtOnceOneOpensThePurge() {
        Operation purge = failed(OperationType.PURGE_NAMESPACE, Workflows.purge(id, List.of()));
        Operation atOnce =
                failed(
                        OperationType.RETIRE_NAMESPACE,
                        Workflows.retire(id, List.of(), Duration.ZERO));
        List<Object> answers =
                Together.call(6, n -> answer(() -> retry(n % 2 == 0 ? purge : atOnce)));
        assertThat(answers).filteredOn(Operation.class::isInstance).hasSize(1);
        assertThat(answers)
                .filteredOn(ProblemException.class::isInstance)
                .extracting(each -> ((ProblemException) each).code())
                .containsOnly(ProblemCode.OPERATION_IN_PROGRESS);
    }

    @Test
    void theSameRequestIsOnePurge() {
        Operation failed = failed(OperationType.PURGE_NAMESPACE, Workflows.purge(id, List.of()));
        var caller = ada(new IdempotencyKey("key", "POST retry", "hash"));
        Operation again = interventions.carryOut(Intervention.RETRY, failed, caller);
        assertThat(interventions.carryOut(Intervention.RETRY, failed, caller)).isEqualTo(again);
        // until it is purged, its tenant stays
        assertThat(refusal(() -> tenants.delete(id.tenant(), ada())).code())
                .isEqualTo(ProblemCode.TENANT_NOT_EMPTY);
    }
}
