package io.quarry.metadata.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.placement.CapacityPlan.Scenario;
import io.quarry.metadata.placement.CapacityPlan.ShardVerdict;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Dimension;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plans against a fleet that is there. */
@QuarkusTest
class CapacityPlansIT {
    private static final Capacity ROOM =
            new Capacity(64_000, 1L << 38, 1L << 40, 10_000, 10_000, 10);

    @Inject CapacityPlans plans;

    private String roomy = "unseeded";
    private String tight = "unseeded";
    private String full = "unseeded";

    @BeforeEach
    void aFleet() {
        String label = Seed.name("plan");
        roomy = Seed.shard(ROOM, label);
        tight = Seed.shard(tight(), label);
        full = Seed.shard(0, label, "ACTIVE");
    }

    @Test
    void thePlanSaysWhatItTakesAndWhere() {
        NamespaceSpec spec = reading(800);
        CapacityPlan plan = plans.plan(spec, 2, true);
        assertThat(plan.demand()).isEqualTo(Planner.estimate(spec, 1).demand());
        assertThat(plan.monthlyCost().perMonth()).isPositive();
        assertThat(plan.reasons()).isNotEmpty();
        assertThat(plan.assumptions()).isNotEmpty();
        assertThat(plan.warnings()).anySatisfy(it -> assertThat(it).contains("durability"));
        assertThat(plan.refusals()).isEmpty();
        assertThat(plan.candidates()).filteredOn(ShardVerdict::fits).hasSize(2);
        assertThat(plan.candidates().getFirst().shard()).isEqualTo(roomy);
        assertThat(plan.candidates().getFirst().dominantShare()).isBetween(0.0, 1.0);
        assertThat(plan.candidates())
                .filteredOn(verdict -> verdict.shard().equals(full))
                .flatExtracting(ShardVerdict::obstacles)
                .extracting(Obstacle::dimension)
                .contains(Dimension.OBJECTS);
        assertThat(BackDoor.ledger(roomy, false)).isEqualTo(Capacity.NONE);
    }

    @Test
    void theScenariosStandSideBySide() {
        CapacityPlan plan = plans.plan(reading(800), 2, false);
        assertThat(plan.whatIf())
                .extracting(Scenario::trafficFactor)
                .containsExactly(1.0, 2.0, 1.0);
        assertThat(plan.whatIf()).extracting(Scenario::zonesLost).containsExactly(0, 0, 1);
        Scenario asStated = plan.whatIf().getFirst();
        Scenario twice = plan.whatIf().get(1);
        assertThat(asStated.shards()).containsExactly(roomy, tight);
        assertThat(twice.demand().readsPerSecond()).isEqualTo(1_600);
        assertThat(twice.monthlyCost().perMonth()).isGreaterThan(asStated.monthlyCost().perMonth());
        assertThat(twice.shards()).containsExactly(roomy);
        assertThat(twice.against()).extracting(Unfit::shard).containsExactly(tight);
        Scenario zoneLost = plan.whatIf().getLast();
        assertThat(zoneLost.shards()).isEmpty();
        assertThat(zoneLost.against())
                .flatExtracting(Unfit::obstacles)
                .extracting(Obstacle::reason)
                .contains("keeps 0 of 1 copies, and 1 must answer");
    }

    @Test
    void howFullTheFleetIsIsForThoseWhoMaySeeIt() {
        assertThat(plans.plan(reading(800), 2, false).candidates())
                .extracting(ShardVerdict::dominantShare)
                .containsOnlyNulls();
    }

    @Test
    void whereNothingWillDoThePlanSaysSoAndWhatItWouldTake() {
        NamespaceSpec spec = reading(20_000);
        CapacityPlan plan = plans.plan(spec, 3, false);
        assertThat(plan.demand()).isEqualTo(Planner.estimate(spec, 3).demand());
        assertThat(plan.refusals())
                .extracting(ProblemView::code)
                .containsExactly(ProblemCode.NO_CAPACITY);
        assertThat(plan.whatIf().get(1).demand().readsPerSecond()).isEqualTo(60_000);
    }

    @Test
    void whatIsNotOfferedYetIsPlannedAndRefused() {
        CapacityPlan plan = plans.plan(Seed.spec(roomy, "\"consistency\": \"bounded\""), 2, false);
        assertThat(plan.candidates()).anySatisfy(it -> assertThat(it.fits()).isTrue());
        assertThat(plan.refusals())
                .extracting(ProblemView::code)
                .containsExactly(ProblemCode.INVALID_REQUEST);
    }

    private NamespaceSpec reading(double perSecond) {
        return Seed.spec(roomy, "\"workload\": {\"reads_per_second\": " + perSecond + "}");
    }

    private static Capacity tight() {
        return new Capacity(
                ROOM.millicores(), ROOM.memoryBytes(), ROOM.diskBytes(), 1_000, 1_000, 10);
    }
}
