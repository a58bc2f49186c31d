package io.quarry.worker.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.operation.DatabaseWorkflows;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.placement.PlacementRole;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
    @EnumSource(value = OperationType.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void everyPlannedStepHasItsActInTheSameOrder(OperationType type) {
        assertThat(catalogue.of(type).type()).isEqualTo(type);
        Set<String> acts = catalogue.of(type).steps().sequencedKeySet();
        assertThat(acts).containsSubsequence(names(plan(type)));
        assertThat(acts).containsSubsequence(names(databasePlan(type)));
        assertThat(acts).containsSubsequence(names(storePlan(type)));
        assertThat(acts).containsSubsequence(names(localPlan(type)));
        assertThat(acts).hasSameElementsAs(planned(type));
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
    @EnumSource(value = OperationType.class, mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
    void whatCanBeCancelledHasAWayBackFromEachStepBeforeTheLastChance(OperationType type) {
        Set<String> before = new HashSet<>();
        for (List<StepPlan> plan : plans(type)) {
            String point = Workflows.pointOfNoReturn(type, names(plan)).orElse("");
            before.addAll(names(plan).stream().takeWhile(name -> !name.equals(point)).toList());
        }
        var undoing = catalogue.of(type).undoing();
        assertThat(undoing.isPresent())
                .isEqualTo(Workflows.pointOfNoReturn(type, names(plan(type))).isPresent());
        undoing.ifPresent(back -> assertThat(before).containsAll(back.steps().keySet()));
    }

    private static List<String> names(List<StepPlan> plan) {
        return plan.stream().map(StepPlan::name).toList();
    }

    private static Set<String> planned(OperationType type) {
        Set<String> all = new HashSet<>();
        plans(type).forEach(plan -> all.addAll(names(plan)));
        return all;
    }

    private static List<List<StepPlan>> plans(OperationType type) {
        return List.of(plan(type), databasePlan(type), storePlan(type), localPlan(type));
    }

    /** Of a shard whose server the worker makes. */
    private static List<StepPlan> localPlan(OperationType type) {
        return switch (type) {
            case PROVISION_SHARD -> Workflows.provisionLocalShard("cassandra-2", "CASSANDRA");
            case RETIRE_SHARD -> Workflows.retireLocalShard("cassandra-2");
            case PROVISION_NAMESPACE,
                    CHANGE_NAMESPACE,
                    RETIRE_NAMESPACE,
                    RESTORE_NAMESPACE,
                    PURGE_NAMESPACE,
                    DRAIN_SHARD,
                    UNKNOWN ->
                    plan(type);
        };
    }

    /** Of a relational namespace, which no gateway serves. */
    private static List<StepPlan> databasePlan(OperationType type) {
        return switch (type) {
            case PROVISION_NAMESPACE -> DatabaseWorkflows.provision(PROFILES, PLACEMENTS);
            case CHANGE_NAMESPACE -> DatabaseWorkflows.change(PROFILES, List.of("relational"));
            case RETIRE_NAMESPACE -> DatabaseWorkflows.retire(PROFILES, PLACEMENTS, Duration.ZERO);
            case RESTORE_NAMESPACE -> DatabaseWorkflows.restore(PROFILES);
            case PURGE_NAMESPACE, PROVISION_SHARD, DRAIN_SHARD, RETIRE_SHARD, UNKNOWN -> plan(type);
        };
    }

    /** Of a namespace whose store has to know of the change. */
    private static List<StepPlan> storePlan(OperationType type) {
        return switch (type) {
            case CHANGE_NAMESPACE ->
                    Workflows.changeInStore(PROFILES, List.of("search"), List.of("search"));
            case PROVISION_NAMESPACE,
                    RETIRE_NAMESPACE,
                    RESTORE_NAMESPACE,
                    PURGE_NAMESPACE,
                    PROVISION_SHARD,
                    DRAIN_SHARD,
                    RETIRE_SHARD,
                    UNKNOWN ->
                    plan(type);
        };
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
            case UNKNOWN -> throw new IllegalArgumentException("nothing is planned");
        };
    }
}
