package io.quarry.metadata.operation;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.OperationState.Cancelled;
import io.quarry.metadata.operation.OperationState.Cancelling;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Succeeded;
import io.quarry.metadata.operation.OperationState.Waiting;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Json;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What people wish and what a worker saves meet in one row, and neither is lost. */
@QuarkusTest
@TestProfile(AsWorker.class)
class WishesIT {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

    @Inject Claims claims;
    @Inject Operations operations;
    @Inject Interventions interventions;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private Uid uid = Uid.of("a2345678901234567890");
    private UUID operation = new UUID(0, 0);

    /** A change of three steps, the last of which is beyond return. */
    @BeforeEach
    void anOperationThatIsDue() {
        id = new NamespaceId(Seed.tenant(), "orders");
        uid = Seed.namespace(id, Seed.shard(1), NamespaceState.CHANGING);
        operation =
                Seed.operation(
                        id,
                        uid,
                        OperationType.CHANGE_NAMESPACE,
                        Workflows.change(id, List.of("description")));
        due();
    }

    /** No test claims what another left. */
    @AfterEach
    void nothingIsDue() {
        int _ = BackDoor.run("UPDATE operation SET due_at = 'infinity' WHERE ended_at IS NULL");
    }

    private void due() {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET due_at = now() - interval '1 hour' WHERE id = ?",
                        operation);
    }

    private Claim claim(String worker) {
        Claim claim = claims.claim(worker, LEASE).orElseThrow();
        assertThat(claim.operation().id()).isEqualTo(operation);
        return claim;
    }

    private Operation wish(Intervention what) {
        return interventions.carryOut(what, now(), Callers.ada());
    }

    private Operation now() {
        return operations.find(operation).orElseThrow();
    }

    private Saved save(Claim claim, OperationState state) {
        List<StepView> steps = StepViews.after(now().steps(), state, Instant.now());
        return claims.save(claim.fence(), state, steps).orElseThrow();
    }

    @Test
    void aWishInTheMidstOfAStepIsMetByTheNextSaveAndUndoingBeginsThere() {
        Claim first = claim("a");
        save(first, new Running(1, 1, first.leaseUntil()));
        Operation wished = wish(Intervention.CANCEL);
        assertThat(wished.state()).isEqualTo("CANCELLING");
        assertThat(wished.waitingReason()).isEqualTo("cancelled by user:ada");
        assertThat(wished.cancellable()).isFalse();
        // the worker has it in hand still
        assertThat(claims.holds(first.fence(), Duration.ofSeconds(5))).isTrue();
        assertThat(claims.claim("b", LEASE)).isEmpty();
        Saved saved = save(first, new Running(2, 1, first.leaseUntil()));
        assertThat(saved.state()).isInstanceOf(Cancelling.class);
        assertThat(saved.state().place()).isEqualTo("undoing 1");
        assertThat(saved.steps())
                .extracting(StepView::state)
                .containsExactly(StepState.DONE, StepState.UNDOING, StepState.PENDING);
        Claim undoing = claim("b");
        assertThat(undoing.state().place()).isEqualTo("undoing 1");
        assertThat(now().steps()).isEqualTo(undoing.operation().steps());
        assertThat(save(undoing, new Cancelled(Instant.now())).state())
                .isInstanceOf(Cancelled.class);
        assertThat(now().state()).isEqualTo("CANCELLED");
    }

    @Test
    void aWishOutlivesTheWorkerThatHadTheOperationInHand() {
        assertThat(claims.claim("a", Duration.ZERO)).isPresent();
        assertThat(wish(Intervention.CANCEL).state()).isEqualTo("CANCELLING");
        assertThat(claim("b").state().place()).isEqualTo("undoing 0");
    }

    @Test
    void evenAFailureOfTheStepIsUndoneWhereSomebodyWishedIt() {
        Claim claim = claim("a");
        wish(Intervention.CANCEL);
        Saved saved = save(claim, new OperationState.Failed(Instant.now(), "never"));
        assertThat(saved.state().place()).isEqualTo("undoing 0");
        assertThat(now().ended()).isFalse();
    }

    /** Whoever comes first decides, and both know it. */
    @RepeatedTest(10)
    void aWishAndTheSaveBeyondReturnAgreeOnWhoWasFirst() {
        Claim claim = claim("a");
        save(claim, new Running(1, 1, claim.leaseUntil()));
        List<Object> both =
                Together.call(
                        2,
                        n ->
                                n == 0
                                        ? save(claim, new Running(2, 1, claim.leaseUntil())).state()
                                        : answer(() -> wish(Intervention.CANCEL)));
        OperationState saved = (OperationState) both.getFirst();
        if (both.getLast() instanceof ProblemException refusal) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.OPERATION_NOT_CANCELLABLE);
            assertThat(refusal.operationId()).isEqualTo(operation);
            assertThat(saved.place()).isEqualTo("at 2");
            assertThat(now().state()).isEqualTo("RUNNING");
        } else {
            assertThat(saved.place()).isEqualTo("undoing 1");
            assertThat(now().state()).isEqualTo("CANCELLING");
        }
        due();
        assertThat(claim("b").state().place()).isEqualTo(saved.place());
    }

    @Test
    void whatWaitsIsDueAtOnceForWhoeverCancelsOrRetriesIt() {
        save(claim("a"), new Waiting(1, 2, LATER, "a shard"));
        assertThat(claims.claim("b", LEASE)).isEmpty();
        assertThat(wish(Intervention.RETRY).state()).isEqualTo("WAITING");
        Claim again = claim("b");
        assertThat(again.state()).isEqualTo(new Running(1, 3, again.leaseUntil()));
        save(again, new Waiting(1, 3, LATER, "a shard"));
        assertThat(wish(Intervention.CANCEL).state()).isEqualTo("CANCELLING");
        Claim undoing = claim("c");
        assertThat(undoing.state().place()).isEqualTo("undoing 1");
        save(undoing, new Cancelling(1, 1, LATER, "cancelled by user:ada", "the shard is away"));
        assertThat(now().waitingReason()).isEqualTo("the shard is away");
        assertThat(claims.claim("c", LEASE)).isEmpty();
        wish(Intervention.RETRY);
        assertThat(claim("c").state().place()).isEqualTo("undoing 1");
    }

    @Test
    void aRetryLeavesAWorkerItsLease() {
        Claim claim = claim("a");
        var before = BackDoor.trace(id.tenant());
        assertThat(wish(Intervention.RETRY).state()).isEqualTo("RUNNING");
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
        assertThat(claims.claim("b", LEASE)).isEmpty();
        assertThat(claims.holds(claim.fence(), Duration.ofSeconds(5))).isTrue();
    }

    @Test
    void whatHasEndedIsRefusedWithWhy() {
        save(claim("a"), new Succeeded(Instant.now()));
        for (Intervention each : Intervention.values()) {
            ProblemException refusal = refusal(() -> wish(each));
            assertThat(refusal.code()).isEqualTo(ProblemCode.OPERATION_ENDED);
            assertThat(refusal.detail()).contains("SUCCEEDED");
        }
    }

    @Test
    void whatFailedForGoodSaysWhyItIsNotTriedAgain() {
        save(claim("a"), new OperationState.Failed(Instant.now(), "no such keyspace"));
        assertThat(refusal(() -> wish(Intervention.RETRY)).detail()).contains("no such keyspace");
    }

    @Test
    void aPurgeIsNeitherHurriedNorCancelled() {
        UUID change = operation;
        operation =
                Seed.operation(
                        id, uid, OperationType.PURGE_NAMESPACE, Workflows.purge(id, List.of()));
        assertThat(now().cancellable()).isFalse();
        assertThat(refusal(() -> wish(Intervention.CANCEL)).code())
                .isEqualTo(ProblemCode.OPERATION_NOT_CANCELLABLE);
        assertThat(refusal(() -> wish(Intervention.RETRY)).code())
                .isEqualTo(ProblemCode.OPERATION_NOT_WAITING);
        operation = change;
        claim("a");
        assertThat(claims.claim("b", LEASE)).isEmpty();
    }

    @Test
    void whatNobodyHasApprovedIsNotClaimedThoughItBeDue() {
        OperationState waits = new OperationState.NeedsApproval(Instant.now(), "destroys data");
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = ?, state_facts = ?::jsonb WHERE id = ?",
                        waits.wire(),
                        Json.write(waits),
                        operation);
        assertThat(claims.claim("a", LEASE)).isEmpty();
        assertThat(now().waitingReason()).isEqualTo("destroys data");
        assertThat(refusal(() -> wish(Intervention.RETRY)).code())
                .isEqualTo(ProblemCode.OPERATION_NOT_WAITING);
        assertThat(wish(Intervention.APPROVE).state()).isEqualTo("PENDING");
        assertThat(claim("a").state().place()).isEqualTo("at 0");
        assertThat(refusal(() -> wish(Intervention.APPROVE)).code())
                .isEqualTo(ProblemCode.OPERATION_NOT_WAITING);
    }

    @Test
    void whatNobodyApprovedInTimeIsUndoneAndSaysSoForGood() {
        OperationState waits = new OperationState.NeedsApproval(Instant.now(), "destroys data");
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = ?, state_facts = ?::jsonb, approval_until ="
                                + " now() + interval '1 hour' WHERE id = ?",
                        waits.wire(),
                        Json.write(waits),
                        operation);
        assertThat(now().approvalExpiresAt()).isAfter(Instant.now());
        assertThat(claims.claim("a", LEASE)).isEmpty();
        int _ =
                BackDoor.run(
                        "UPDATE operation SET approval_until = now() - interval '1 minute' WHERE id"
                                + " = ?",
                        operation);
        ProblemException late = refusal(() -> wish(Intervention.APPROVE));
        assertThat(late.code()).isEqualTo(ProblemCode.OPERATION_NOT_WAITING);
        assertThat(late.detail()).contains("Nobody approved it by");
        Claim undoing = claim("a");
        assertThat(undoing.state().place()).isEqualTo("undoing -1");
        assertThat(now().waitingReason()).contains("nobody approved it by");
        assertThat(now().approvalExpiresAt()).isNull();
        assertThat(refusal(() -> wish(Intervention.APPROVE)).code())
                .isEqualTo(ProblemCode.OPERATION_NOT_WAITING);
        assertThat(BackDoor.audited(id.tenant())).containsExactly("operation.expire");
        save(undoing, new Cancelling(-1, 1, Instant.now(), "nobody approved it", "busy"));
        due();
        save(claim("b"), new Cancelled(Instant.now()));
        assertThat(now().state()).isEqualTo("CANCELLED");
        assertThat(now().problem())
                .isNotNull()
                .satisfies(
                        problem ->
                                assertThat(problem.code()).isEqualTo(ProblemCode.APPROVAL_EXPIRED));
        assertThat(BackDoor.audited(id.tenant())).containsExactly("operation.expire");
    }

    @Test
    void whatNobodyHasBegunIsCancelledWithoutAStep() {
        wish(Intervention.CANCEL);
        Claim claim = claim("a");
        assertThat(claim.state().place()).isEqualTo("undoing -1");
        assertThat(claim.operation().steps())
                .extracting(StepView::state)
                .containsOnly(StepState.PENDING);
    }

    @Test
    void anOperationThatIsTriedAgainAndAgainHasNotMoved() {
        String before = movedAt();
        save(claim("a"), new Waiting(0, 1, Instant.now(), "full"));
        due();
        String begun = movedAt();
        assertThat(begun).isNotEqualTo(before);
        save(claim("a"), new Waiting(0, 2, Instant.now(), "full"));
        assertThat(movedAt()).isEqualTo(begun);
        due();
        save(claim("a"), new Waiting(1, 0, Instant.now(), "gateways"));
        assertThat(movedAt()).isNotEqualTo(begun);
    }

    @Test
    void whatHasNotMovedForItsTimeIsNamed() {
        save(claim("a"), new Waiting(0, 1, LATER, "full"));
        assertThat(stuck(Duration.ofMinutes(1))).isEmpty();
        int _ =
                BackDoor.run(
                        "UPDATE operation SET moved_at = now() - interval '2 minutes' WHERE id = ?",
                        operation);
        assertThat(stuck(Duration.ofMinutes(1)))
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.operation()).isEqualTo(operation);
                            assertThat(each.type()).isEqualTo(OperationType.CHANGE_NAMESPACE);
                            assertThat(each.reason()).isEqualTo("full");
                        });
        assertThat(stuck(Duration.ofMinutes(3))).isEmpty();
    }

    private List<Stuck> stuck(Duration after) {
        return claims.stuck(after).stream()
                .filter(each -> each.operation().equals(operation))
                .toList();
    }

    private String movedAt() {
        return BackDoor.string("SELECT moved_at::text FROM operation WHERE id = ?", operation);
    }
}
