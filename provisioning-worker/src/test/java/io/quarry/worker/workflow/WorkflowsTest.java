package io.quarry.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.PlacementRole;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class WorkflowsTest {
    private static final NamespaceId PROFILES = NamespaceId.of("demo", "profiles");
    private static final List<Placement> PLACEMENTS =
            List.of(new Placement(PlacementRole.PRIMARY, "cassandra-1"));

    @Inject WorkflowCatalogue catalogue;

    @ParameterizedTest
    @EnumSource(OperationType.class)
    void everyPlannedStepHasItsActInTheSameOrder(OperationType type) {
        assertThat(catalogue.of(type).type()).isEqualTo(type);
        assertThat(catalogue.of(type).steps().sequencedKeySet())
                .containsExactlyElementsOf(plan(type).stream().map(StepPlan::name).toList());
    }

    @Test
    void aRetirementThatKeepsTheDataStopsBeforeItIsDropped() {
        assertThat(Workflows.retire(PROFILES, PLACEMENTS, Duration.ofDays(7)))
                .extracting(StepPlan::name)
                .containsExactlyElementsOf(
                        plan(OperationType.RETIRE_NAMESPACE).stream()
                                .map(StepPlan::name)
                                .limit(3)
                                .toList());
    }

    @ParameterizedTest
    @EnumSource(OperationType.class)
    void whatCanBeCancelledHasAWayBackFromEachStepBeforeTheLastChance(OperationType type) {
        List<String> names = plan(type).stream().map(StepPlan::name).toList();
        var undoing = catalogue.of(type).undoing();
        assertThat(undoing.isPresent()).isEqualTo(Workflows.pointOfNoReturn(type).isPresent());
        undoing.ifPresent(
                back ->
                        assertThat(
                                        names.subList(
                                                0,
                                                names.indexOf(
                                                        Workflows.pointOfNoReturn(type)
                                                                .orElseThrow())))
                                .containsAll(back.steps().keySet()));
    }

    private static List<StepPlan> plan(OperationType type) {
        return switch (type) {
            case PROVISION_NAMESPACE -> Workflows.provision(PROFILES, PLACEMENTS);
            case CHANGE_NAMESPACE -> Workflows.change(PROFILES, List.of("description"));
            case RETIRE_NAMESPACE -> Workflows.retire(PROFILES, PLACEMENTS, Duration.ZERO);
            case PURGE_NAMESPACE -> Workflows.purge(PROFILES, PLACEMENTS);
            case RESTORE_NAMESPACE -> Workflows.restore(PROFILES);
            case PROVISION_SHARD ->
                    Workflows.provisionShard("cassandra-2", List.of("10.0.0.1:9042"));
            case DRAIN_SHARD -> Workflows.drainShard("cassandra-2");
            case RETIRE_SHARD -> Workflows.retireShard("cassandra-2");
        };
    }
}
