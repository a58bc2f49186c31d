package io.quarry.metadata.namespace;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Answers.walk;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.Seed.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespacePlan.Action;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.StepState;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is kept, and how it comes back or goes for good. */
@QuarkusTest
class RetiredNamespacesIT {
    /** What a worker's claim does to the row, if it finds it. */
    private static final String CLAIM =
            """
            UPDATE operation SET fence = fence + 1, worker = 'it', lease_until = now() + interval '1 minute',
                state = 'RUNNING', state_facts = '{"step": 0, "attempt": 1, "lease_until": "2026-11-27T08:00:00Z"}'
            WHERE id = (SELECT id FROM operation WHERE namespace_uid = ? AND type = 'PURGE_NAMESPACE'
                AND ended_at IS NULL FOR UPDATE SKIP LOCKED)
            """;

    @Inject RetiredNamespaces retired;
    @Inject Namespaces namespaces;
    @Inject Operations operations;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        id = new NamespaceId(Seed.tenant(), "orders");
        shard = Seed.shard(100);
    }

    private Uid kept() {
        return kept(id.name());
    }

    private Uid kept(String name) {
        NamespaceId each = new NamespaceId(id.tenant(), name);
        Uid uid = Seed.namespace(each, shard, NamespaceState.ACTIVE);
        Seed.retired(each, uid);
        return uid;
    }

    private static boolean claim(Uid uid) {
        return BackDoor.run(CLAIM, uid.value()) > 0;
    }

    private List<RetiredNamespace> list() {
        return retired.list(id.tenant(), PageRequest.first()).items();
    }

    @Test
    void itComesBackUnderItsUidAndThePurgeIsCalledOff() {
        Uid uid = Seed.namespace(id, shard, NamespaceState.ACTIVE);
        UUID purge = Seed.retired(id, uid);
        Operation operation = retired.restore(id.tenant(), uid, ada());
        assertThat(operation.type()).isEqualTo(OperationType.RESTORE_NAMESPACE);
        assertThat(operation.target().uid()).isEqualTo(uid);
        Namespace restored = namespaces.find(id).orElseThrow();
        assertThat(restored.uid()).isEqualTo(uid);
        assertThat(restored.status().state()).isEqualTo(NamespaceState.PENDING);
        assertThat(restored.status().operationId()).isEqualTo(operation.id());
        Operation ended = operations.find(purge).orElseThrow();
        assertThat(ended.state()).isEqualTo("CANCELLED");
        assertThat(ended.endedAt()).isNotNull();
        assertThat(ended.steps())
                .extracting(StepView::state)
                .containsExactly(StepState.SKIPPED, StepState.SKIPPED);
        assertThat(claim(uid)).isFalse();
        assertThat(list()).isEmpty();
        assertThat(BackDoor.audited(id.tenant())).containsExactly("namespace.restore");
        assertThat(BackDoor.reserved(shard)).isOne();
    }

    @Test
    void whatIsKeptIsListedWithItsSpecItsTimesAndWhatSpeaksAgainstIt() {
        Uid free = kept("free");
        Uid begun = kept("begun");
        assertThat(claim(begun)).isTrue();
        Uid taken = kept("taken");
        Uid holder =
                Seed.namespace(new NamespaceId(id.tenant(), "taken"), shard, NamespaceState.ACTIVE);
        assertThat(list()).extracting(RetiredNamespace::uid).containsExactly(begun, free, taken);
        RetiredNamespace first = list().get(1);
        assertThat(first.spec()).isEqualTo(spec(shard));
        assertThat(first.retiredAt()).isNotNull();
        assertThat(first.refusals()).isEmpty();
        assertThat(list().getFirst().purgeAt()).isNull();
        assertThat(list().getFirst().refusals())
                .extracting(ProblemView::code)
                .containsExactly(ProblemCode.PURGE_BEGUN);
        assertThat(list().getLast().refusals())
                .extracting(ProblemView::code)
                .containsExactly(ProblemCode.NAME_TAKEN);
        assertThat(list().getLast().refusals().getFirst().detail()).contains(holder.value());
    }

    @Test
    void pagesAreCompleteThoughNamesAreUsedAgain() {
        List<Uid> all = new ArrayList<>();
        for (String name : List.of("aaa", "aaa", "aaa", "bbb", "ccc")) {
            all.add(kept(name));
        }
        assertThat(walk(2, page -> retired.list(id.tenant(), page), () -> {}))
                .extracting(RetiredNamespace::uid)
                .containsExactlyInAnyOrderElementsOf(all);
        String token = retired.list(id.tenant(), new PageRequest(1, null)).nextPageToken();
        TenantId other = Seed.tenant();
        assertThat(refusal(() -> retired.list(other, new PageRequest(1, token))).code())
                .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
    }

    @Test
    void whatMayNotComeBackIsRefusedAsItsPlanSaysAndNothingIsWritten() {
        Uid begun = kept("begun");
        assertThat(claim(begun)).isTrue();
        Uid atOnce = kept("at-once");
        BackDoor.run("UPDATE namespace SET retention_seconds = 0 WHERE uid = ?", atOnce.value());
        Uid busy = kept("busy");
        Seed.operation(new NamespaceId(id.tenant(), "busy"), busy, OperationType.RETIRE_NAMESPACE);
        Uid taken = kept("taken");
        Seed.namespace(new NamespaceId(id.tenant(), "taken"), shard, NamespaceState.ACTIVE);
        var before = BackDoor.trace(id.tenant());
        assertRefused(begun, ProblemCode.PURGE_BEGUN);
        assertRefused(atOnce, ProblemCode.PURGE_BEGUN);
        assertRefused(busy, ProblemCode.OPERATION_IN_PROGRESS);
        assertRefused(taken, ProblemCode.NAME_TAKEN);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    private void assertRefused(Uid uid, ProblemCode code) {
        ProblemException refusal = refusal(() -> retired.restore(id.tenant(), uid, ada()));
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(retired.planRestore(id.tenant(), uid).refusals())
                .containsExactly(refusal.view());
    }

    @Test
    void whatIsNotKeptIsNotThere() {
        Uid live = Seed.namespace(id, shard, NamespaceState.ACTIVE);
        Uid gone =
                Seed.namespace(new NamespaceId(id.tenant(), "gone"), shard, NamespaceState.PURGED);
        Uid theirs = kept("theirs");
        TenantId other = Seed.tenant();
        Uid nobody = Uid.of("a2345678901234567890");
        for (Uid uid : List.of(live, gone, nobody)) {
            assertThat(refusal(() -> retired.restore(id.tenant(), uid, ada())).code())
                    .isEqualTo(ProblemCode.NOT_FOUND);
            assertThat(refusal(() -> retired.planRestore(id.tenant(), uid)).code())
                    .isEqualTo(ProblemCode.NOT_FOUND);
        }
        assertThat(refusal(() -> retired.restore(other, theirs, ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(retired.list(other, PageRequest.first()).items()).isEmpty();
    }

    @Test
    void aPlanChangesNothingAndSaysWhatIsThenDone() {
        Uid uid = kept();
        var before = BackDoor.trace(id.tenant());
        NamespacePlan plan = retired.planRestore(id.tenant(), uid);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
        assertThat(plan.action()).isEqualTo(Action.RESTORE);
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.placements()).hasSize(1);
        assertThat(retired.restore(id.tenant(), uid, ada()).plan().steps()).isEqualTo(plan.steps());
    }

    @Test
    void aRepeatedRequestGetsTheSameOperation() {
        Uid uid = kept();
        var key = new IdempotencyKey("once", "POST restore", "hash");
        Operation first = retired.restore(id.tenant(), uid, Callers.ada(key));
        assertThat(retired.restore(id.tenant(), uid, Callers.ada(key)).id()).isEqualTo(first.id());
        assertThat(BackDoor.audited(id.tenant())).containsExactly("namespace.restore");
    }

    /** Many times, because either may come first. */
    @Test
    void ofThePurgeAndTheRestoringExactlyOneWins() {
        int restored = 0;
        for (int n = 0; n < 40; n++) {
            Uid uid = kept("race-" + n);
            boolean claimFirst = n % 2 == 0;
            List<Object> answers =
                    Together.call(
                            2,
                            number ->
                                    (number == 0) == claimFirst
                                            ? claim(uid)
                                            : answer(
                                                    () ->
                                                            retired.restore(
                                                                    id.tenant(), uid, ada())));
            boolean claimed = answers.contains(true);
            Object answer = answers.get(claimFirst ? 1 : 0);
            assertThat(answer instanceof Operation).as("%s", answers).isNotEqualTo(claimed);
            if (claimed) {
                assertThat(((ProblemException) answer).code()).isEqualTo(ProblemCode.PURGE_BEGUN);
            } else {
                restored++;
            }
        }
        assertThat(restored).as("restored of 40").isPositive();
    }

    /** One waits for the other's commit, and then sees what it has done. */
    @Test
    void aRestoringThatMeetsAClaimUnderWayWaitsAndIsRefused() {
        Uid uid = kept();
        CompletableFuture<Object> restoring =
                BackDoor.system(
                        handle -> {
                            assertThat(handle.execute(CLAIM, uid.value())).isOne();
                            CompletableFuture<Object> begun =
                                    Together.begin(
                                            () ->
                                                    answer(
                                                            () ->
                                                                    retired.restore(
                                                                            id.tenant(),
                                                                            uid,
                                                                            ada())));
                            Together.await(
                                    "the restoring waits for the claim",
                                    () ->
                                            !BackDoor.strings(
                                                            "SELECT pid::text FROM pg_locks WHERE NOT"
                                                                    + " granted AND"
                                                                    + " pg_backend_pid() <> pid AND ?::int"
                                                                    + " = ANY(pg_blocking_pids(pid))",
                                                            backend(handle))
                                                    .isEmpty());
                            return begun;
                        });
        Object answer = Together.end(restoring);
        assertThat(((ProblemException) answer).code()).isEqualTo(ProblemCode.PURGE_BEGUN);
    }

    private static String backend(org.jdbi.v3.core.Handle handle) {
        return handle.select("SELECT pg_backend_pid()::text").mapTo(String.class).one();
    }

    @Test
    void ofConcurrentRestoringsOneIsMade() {
        Uid uid = kept();
        List<Object> answers =
                Together.call(4, _ -> answer(() -> retired.restore(id.tenant(), uid, ada())));
        assertThat(answers).filteredOn(Operation.class::isInstance).hasSize(1);
        assertThat(BackDoor.audited(id.tenant())).containsExactly("namespace.restore");
    }

    @Test
    void ofARestoringAndACreateOfTheNameOneGetsIt() {
        for (int n = 0; n < 10; n++) {
            NamespaceId each = new NamespaceId(id.tenant(), "race-" + n);
            Uid uid = kept(each.name());
            List<Object> answers =
                    Together.call(
                            2,
                            number ->
                                    answer(
                                            () ->
                                                    number == 0
                                                            ? retired.restore(
                                                                    id.tenant(), uid, ada())
                                                            : namespaces.put(
                                                                    each,
                                                                    spec(shard),
                                                                    ada(),
                                                                    true)));
            assertThat(answers)
                    .filteredOn(ProblemException.class::isInstance)
                    .singleElement()
                    .satisfies(
                            refusal ->
                                    assertThat(((ProblemException) refusal).code())
                                            .isEqualTo(ProblemCode.NAME_TAKEN));
        }
    }
}
