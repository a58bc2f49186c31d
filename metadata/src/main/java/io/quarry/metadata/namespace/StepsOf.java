package io.quarry.metadata.namespace;

import io.quarry.metadata.operation.DatabaseWorkflows;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.placement.Placement;
import java.time.Duration;
import java.util.List;

/**
 * The steps of a namespace's operations: those of what gateways serve, or those of a database that
 * its tenant reaches without them.
 */
final class StepsOf {
    private StepsOf() {}

    static List<StepPlan> provision(
            NamespaceSpec spec, NamespaceId id, List<Placement> placements) {
        return isDatabase(spec)
                ? DatabaseWorkflows.provision(id, placements)
                : Workflows.provision(id, placements);
    }

    static List<StepPlan> change(NamespaceSpec spec, NamespaceId id, List<String> changed) {
        return switch (spec.abstraction()) {
            case RELATIONAL -> DatabaseWorkflows.change(id, changed);
            case SEARCH -> change(id, changed, List.of("search"));
            case OBJECT -> change(id, changed, List.of("object", "ttl"));
            case TIME_SERIES -> change(id, changed, List.of("time_series"));
            case KEY_VALUE, COUNTER, CACHE, DATASET -> Workflows.change(id, changed);
        };
    }

    /** With the fields that the store itself has to know. */
    private static List<StepPlan> change(
            NamespaceId id, List<String> changed, List<String> inStore) {
        List<String> there = changed.stream().filter(inStore::contains).toList();
        return there.isEmpty()
                ? Workflows.change(id, changed)
                : Workflows.changeInStore(id, there, changed);
    }

    static List<StepPlan> retire(
            NamespaceSpec spec, NamespaceId id, List<Placement> placements, Duration retention) {
        return isDatabase(spec)
                ? DatabaseWorkflows.retire(id, placements, retention)
                : Workflows.retire(id, placements, retention);
    }

    static List<StepPlan> restore(NamespaceSpec spec, NamespaceId id) {
        return isDatabase(spec) ? DatabaseWorkflows.restore(id) : Workflows.restore(id);
    }

    private static boolean isDatabase(NamespaceSpec spec) {
        return spec.abstraction() == Abstraction.RELATIONAL;
    }
}
