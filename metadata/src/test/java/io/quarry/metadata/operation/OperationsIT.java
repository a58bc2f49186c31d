package io.quarry.metadata.operation;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Answers.walk;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OperationsIT {
    private static final Plan PLAN =
            new Plan("Do this and that", List.of(new StepPlan("first", "Do this")));

    /** Hears what those hear who nudge the workers. */
    @ApplicationScoped
    static class Nudged {
        final Queue<UUID> ids = new ConcurrentLinkedQueue<>();

        void accepted(@Observes(during = TransactionPhase.AFTER_SUCCESS) OperationAccepted it) {
            ids.add(it.id());
        }

        Queue<UUID> ids() {
            return ids;
        }
    }

    @Inject Operations operations;
    @Inject Interventions interventions;
    @Inject Tenancy tenancy;
    @Inject Nudged nudged;

    private TenantId tenant = TenantId.of("unseeded");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoom() {
        tenant = Seed.tenant();
        shard = Seed.shard(100);
    }

    private Target.OfNamespace target(String name) {
        NamespaceId id = new NamespaceId(tenant, name);
        return Target.namespace(id, Seed.namespace(id, shard, NamespaceState.ACTIVE));
    }

    private Operation open(Target.OfNamespace target, OperationType type) {
        return tenancy.call(
                target.tenant(),
                () -> operations.open(type, target, PLAN, "user:ada", Duration.ZERO));
    }

    private Operation open(String name) {
        return open(target(name), OperationType.CHANGE_NAMESPACE);
    }

    /** As after a downgrade. */
    @Test
    void whatThisVersionCannotReadIsShownInPartAndHidesNothing() {
        Operation first = open("first");
        Operation strange = open("strange");
        Operation odd = open("odd");
        Operation last = open("last");
        int _ =
                BackDoor.run(
                        "UPDATE operation SET steps = '[{\"name\": \"leap\", \"plan\": \"Leap\","
                                + " \"state\": \"LEAPT\", \"attempt\": 1}]' WHERE id = ?",
                        strange.id());
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = 'WAITING', state_facts = '{\"step\": \"x\"}'"
                                + " WHERE id = ?",
                        odd.id());
        OperationFilter ofTenant =
                new OperationFilter(new Visible.Only(Set.of(tenant)), tenant, null, null, null);
        List<Operation> listed = operations.list(ofTenant, PageRequest.first()).items();
        assertThat(listed)
                .extracting(Operation::id)
                .containsExactly(last.id(), odd.id(), strange.id(), first.id());
        assertThat(listed.get(0)).isEqualTo(last);
        assertThat(listed.get(3)).isEqualTo(first);
        for (Operation part : listed.subList(1, 3)) {
            assertThat(part.problem())
                    .isNotNull()
                    .satisfies(
                            problem ->
                                    assertThat(problem.code())
                                            .isEqualTo(ProblemCode.OPERATION_UNREADABLE));
            assertThat(part.type()).isEqualTo(OperationType.CHANGE_NAMESPACE);
            assertThat(part.plan()).isEqualTo(PLAN);
            assertThat(part.cancellable()).isFalse();
            assertThat(operations.find(part.id())).contains(part);
            for (Intervention each : Intervention.values()) {
                ProblemException refusal = refusal(() -> interventions.plan(each, part));
                assertThat(refusal.code()).isEqualTo(ProblemCode.OPERATION_UNREADABLE);
                assertThat(refusal.operationId()).isEqualTo(part.id());
            }
        }
        assertThat(listed.get(1).state()).isEqualTo("WAITING");
        assertThat(listed.get(2).steps()).isEmpty();
    }

    @Test
    void aTypeThatIsNotKnownIsNamedSo() {
        assertThat(OperationType.of("DANCE")).isEqualTo(OperationType.UNKNOWN);
        assertThat(OperationType.of("DRAIN_SHARD")).isEqualTo(OperationType.DRAIN_SHARD);
    }

    @Test
    void anOpenedOperationIsFoundAndDueAfterItsTime() {
        Target.OfNamespace target = target("orders");
        Operation opened =
                tenancy.call(
                        tenant,
                        () ->
                                operations.open(
                                        OperationType.PURGE_NAMESPACE,
                                        target,
                                        PLAN,
                                        "user:ada",
                                        Duration.ofDays(7)));
        assertThat(opened.state()).isEqualTo("PENDING");
        assertThat(opened.target()).isEqualTo(target);
        assertThat(opened.plan()).isEqualTo(PLAN);
        assertThat(opened.progress()).isEqualTo(new Progress(0, 1, "steps"));
        assertThat(opened.ended()).isFalse();
        assertThat(operations.find(opened.id())).contains(opened);
        assertThat(
                        BackDoor.string(
                                "SELECT (due_at - created_at)::text FROM operation WHERE id = ?",
                                opened.id()))
                .isEqualTo("7 days");
        assertThat(operations.find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void itIsToldOfAfterTheCommitAndOnlyThen() {
        Target.OfNamespace target = target("orders");
        ProblemException refusal =
                refusal(
                        () ->
                                tenancy.run(
                                        tenant,
                                        () -> {
                                            UUID id =
                                                    open(target, OperationType.CHANGE_NAMESPACE)
                                                            .id();
                                            throw new ProblemException(
                                                    ProblemCode.INTERNAL,
                                                    "undone",
                                                    List.of(),
                                                    Map.of(),
                                                    id);
                                        }));
        UUID undone = refusal.operationId();
        assertThat(undone).isNotNull();
        assertThat(operations.find(undone)).isEmpty();
        UUID kept =
                tenancy.call(
                        tenant,
                        () -> {
                            UUID id = open(target, OperationType.CHANGE_NAMESPACE).id();
                            assertThat(nudged.ids()).doesNotContain(id);
                            return id;
                        });
        assertThat(nudged.ids()).contains(kept).doesNotContain(undone);
    }

    @Test
    void thoseUnderWayAreNeitherEndedNorWaitForTheirTimeToPurge() {
        Target.OfNamespace changing = target("changing");
        Target.OfNamespace purging = target("purging");
        Target.OfNamespace settled = target("settled");
        Operation change = open(changing, OperationType.CHANGE_NAMESPACE);
        open(changing, OperationType.PURGE_NAMESPACE);
        open(purging, OperationType.PURGE_NAMESPACE);
        open(settled, OperationType.CHANGE_NAMESPACE);
        Seed.ended(settled.uid(), NamespaceState.ACTIVE);
        List<String> uids =
                List.of(changing, purging, settled).stream()
                        .map(Target::uid)
                        .map(Uid::value)
                        .toList();
        assertThat(tenancy.call(tenant, () -> operations.underWay(uids)))
                .isEqualTo(Map.of(changing.uid().value(), change.id()));
        assertThat(tenancy.call(Seed.tenant(), () -> operations.underWay(uids))).isEmpty();
    }

    @Test
    void theNewestAreListedFirst() {
        List<UUID> opened = IntStream.range(0, 5).mapToObj(n -> open("orders-" + n).id()).toList();
        assertThat(operations.list(only(null, null, null), PageRequest.first()).items())
                .extracting(Operation::id)
                .containsExactlyElementsOf(opened.reversed());
    }

    @Test
    void eachConditionOfAFilterHolds() {
        Target.OfNamespace orders = target("orders");
        Operation change = open(orders, OperationType.CHANGE_NAMESPACE);
        Operation purge = open(orders, OperationType.PURGE_NAMESPACE);
        Target.OfNamespace invoices = target("invoices");
        Operation ended = open(invoices, OperationType.CHANGE_NAMESPACE);
        Seed.ended(invoices.uid(), NamespaceState.ACTIVE);
        assertThat(ids(only("orders", null, null))).containsExactly(purge.id(), change.id());
        assertThat(ids(only(null, OperationType.CHANGE_NAMESPACE, null)))
                .containsExactly(ended.id(), change.id());
        assertThat(ids(only(null, null, "SUCCEEDED"))).containsExactly(ended.id());
        assertThat(ids(only("orders", OperationType.CHANGE_NAMESPACE, "PENDING")))
                .containsExactly(change.id());
        assertThat(ids(only("orders", null, "SUCCEEDED"))).isEmpty();
    }

    @Test
    void onlyOperationsOfVisibleTenantsAreListed() {
        Operation mine = open("orders");
        TenantId other = Seed.tenant();
        Visible onlyOther = new Visible.Only(Set.of(other));
        Visible both = new Visible.Only(Set.of(tenant, other));
        assertThat(ids(new OperationFilter(onlyOther, tenant, null, null, null))).isEmpty();
        assertThat(ids(new OperationFilter(onlyOther, null, null, null, null))).isEmpty();
        assertThat(ids(new OperationFilter(both, null, null, null, null)))
                .containsExactly(mine.id());
        assertThat(ids(new OperationFilter(new Visible.All(), tenant, null, null, null)))
                .containsExactly(mine.id());
        assertThat(ids(new OperationFilter(new Visible.Only(Set.of()), null, null, null, null)))
                .isEmpty();
    }

    @Test
    void pagesAreCompleteAndWithoutDoublesWhileOperationsAreOpened() {
        List<UUID> before = IntStream.range(0, 10).mapToObj(n -> open("orders-" + n).id()).toList();
        int[] page = new int[1];
        List<UUID> seen =
                walk(
                                3,
                                each -> operations.list(only(null, null, null), each),
                                () -> open("newer-" + page[0]++))
                        .stream()
                        .map(Operation::id)
                        .toList();
        assertThat(page[0]).isPositive();
        assertThat(seen).containsExactlyElementsOf(before.reversed());
    }

    @Test
    void aPageTokenOfAnotherListingIsRefused() {
        open("orders");
        open("invoices");
        OperationFilter listed = only(null, null, null);
        String token = operations.list(listed, new PageRequest(1, null)).nextPageToken();
        assertThat(token).isNotNull();
        PageRequest page = new PageRequest(1, token);
        assertThat(operations.list(listed, page).items()).hasSize(1);
        for (OperationFilter other :
                List.of(
                        only("orders", null, null),
                        only(null, OperationType.CHANGE_NAMESPACE, null),
                        only(null, null, "PENDING"),
                        new OperationFilter(new Visible.All(), tenant, null, null, null))) {
            assertRefused(other, page);
        }
        String digest =
                new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8)
                        .split("\n", -1)[0];
        String forged =
                Base64.getUrlEncoder()
                        .encodeToString((digest + "\nno id").getBytes(StandardCharsets.UTF_8));
        assertRefused(listed, new PageRequest(1, forged));
    }

    private void assertRefused(OperationFilter filter, PageRequest page) {
        assertThat(refusal(() -> operations.list(filter, page)).code())
                .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
    }

    private OperationFilter only(
            @Nullable String name, @Nullable OperationType type, @Nullable String state) {
        return new OperationFilter(new Visible.Only(Set.of(tenant)), tenant, name, type, state);
    }

    private List<UUID> ids(OperationFilter filter) {
        return walk(1, page -> operations.list(filter, page), () -> {}).stream()
                .map(Operation::id)
                .toList();
    }
}
