package io.quarry.metadata.placement;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.namespace.NamespacePlan;
import io.quarry.metadata.namespace.NamespacePlans;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is reserved follows what is stated. */
@QuarkusTest
class ResizingIT {
    private static final Capacity ROOM =
            new Capacity(4_000, 1L << 33, 1L << 37, 10_000, 10_000, 10);

    @Inject Namespaces namespaces;
    @Inject NamespacePlans plans;
    @Inject NamespaceLifecycle lifecycle;
    @Inject Tenancy tenancy;

    private String shard = "unseeded";
    private NamespaceId id = NamespaceId.of("unseeded", "orders");

    @BeforeEach
    void aShard() {
        shard = Seed.shard(ROOM, Seed.name("resize"));
        id = new NamespaceId(Seed.tenant(), "orders");
    }

    @Test
    void aNamespaceReservesWhatItsWorkloadDemandsAndSaysWhatItCosts() {
        NamespaceSpec spec = reading(500);
        Effective effective = created(spec);
        Capacity demand = Planner.estimate(spec, 1).demand();
        assertThat(effective.demand()).isEqualTo(demand);
        assertThat(effective.monthlyCost())
                .isNotNull()
                .satisfies(cost -> assertThat(cost.perMonth()).isPositive());
        assertThat(BackDoor.ledger(shard, false)).isEqualTo(demand);
        assertThat(BackDoor.ledger(shard, true)).isEqualTo(demand);
    }

    @Test
    void aChangedWorkloadReservesMoreOrLessOnceItIsActive() {
        created(reading(500));
        for (double reads : new double[] {2_000, 100}) {
            change(reading(reads));
            active();
            assertThat(BackDoor.ledger(shard, false))
                    .isEqualTo(Planner.estimate(reading(reads), 1).demand())
                    .isEqualTo(BackDoor.ledger(shard, true));
        }
    }

    @Test
    void theRoomOfWhatWasBeforeIsKeptUntilTheChangeCanNoLongerBeUndone() {
        created(reading(2_000));
        Capacity before = BackDoor.ledger(shard, false);
        change(reading(100));
        assertThat(BackDoor.ledger(shard, false))
                .isEqualTo(before)
                .isEqualTo(BackDoor.ledger(shard, true));
        var changing = namespaces.find(id).orElseThrow();
        UUID change = Objects.requireNonNull(changing.status().operationId());
        tenancy.run(id.tenant(), () -> lifecycle.restore(changing.uid(), change));
        active();
        assertThat(namespaces.find(id))
                .get()
                .satisfies(
                        it -> {
                            assertThat(it.spec()).isEqualTo(reading(2_000));
                            assertThat(it.status().effective().demand()).isEqualTo(before);
                        });
        assertThat(BackDoor.ledger(shard, false))
                .isEqualTo(before)
                .isEqualTo(BackDoor.ledger(shard, true));
    }

    @Test
    void growthThatDoesNotFitIsRefusedAndItsDryRunSaysSo() {
        created(reading(500));
        Capacity before = BackDoor.ledger(shard, false);
        NamespacePlan plan = plans.planPut(id, reading(10_500), ada(1), false);
        assertThat(plan.refusals())
                .extracting(ProblemView::code)
                .containsExactly(ProblemCode.NO_CAPACITY);
        ProblemException refusal = refusal(() -> put(reading(10_500), 1L));
        assertThat(refusal.code()).isEqualTo(ProblemCode.NO_CAPACITY);
        assertThat(refusal.detail())
                .contains(shard + " has too few")
                .contains("reads_per_second: limit 10000, used 500, requested 10000");
        assertThat(refusal.facts().toString())
                .contains("dimension=reads_per_second", "limit=10000", "used=500");
        assertThat(BackDoor.ledger(shard, false)).isEqualTo(before);
        assertThat(namespaces.find(id)).get().satisfies(it -> assertThat(it.revision()).isOne());
    }

    @Test
    void whatIsNotTheWorkloadNeedsNoRoom() {
        created(reading(500));
        int _ =
                BackDoor.requests(
                        id.tenant().name(),
                        handle ->
                                handle.execute(
                                        "UPDATE placement SET millicores = 1 WHERE shard = ?",
                                        shard));
        int _ =
                BackDoor.run(
                        "UPDATE shard SET reserved_millicores = 1, capacity_millicores = 1 WHERE id ="
                                + " ?",
                        shard);
        NamespaceSpec described =
                Seed.spec(
                        shard,
                        "\"workload\": {\"reads_per_second\": 500}, \"description\": \"other\"");
        assertThat(put(described, 1L)).isInstanceOf(Accepted.Changed.class);
    }

    private Effective created(NamespaceSpec spec) {
        assertThat(put(spec, null)).isInstanceOf(Accepted.Created.class);
        var made = namespaces.find(id).orElseThrow();
        Seed.ended(made.uid(), NamespaceState.ACTIVE);
        return made.status().effective();
    }

    private void active() {
        var now = namespaces.find(id).orElseThrow();
        tenancy.run(id.tenant(), () -> lifecycle.active(now.uid()));
        tenancy.run(id.tenant(), () -> lifecycle.active(now.uid()));
        Seed.ended(now.uid(), NamespaceState.ACTIVE);
    }

    private void change(NamespaceSpec spec) {
        var now = namespaces.find(id).orElseThrow();
        Seed.ended(now.uid(), NamespaceState.ACTIVE);
        assertThat(put(spec, now.revision())).isInstanceOf(Accepted.Changed.class);
    }

    private Accepted put(NamespaceSpec spec, @Nullable Long ifMatch) {
        return namespaces.put(id, spec, ifMatch == null ? ada() : ada(ifMatch), false);
    }

    private NamespaceSpec reading(double perSecond) {
        return Seed.spec(shard, "\"workload\": {\"reads_per_second\": " + perSecond + "}");
    }
}
