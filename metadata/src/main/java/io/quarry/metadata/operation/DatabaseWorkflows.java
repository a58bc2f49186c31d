package io.quarry.metadata.operation;

import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.placement.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * As {@link Workflows}, for a relational namespace: no gateway serves it, so none has to be told.
 * What closes it is the store itself.
 */
public final class DatabaseWorkflows {
    public static final String OPEN_DATABASE = "open-database";
    public static final String CLOSE_DATABASE = "close-database";

    private DatabaseWorkflows() {}

    public static List<StepPlan> provision(NamespaceId id, List<Placement> placements) {
        return List.of(
                new StepPlan(
                        Workflows.CREATE_STRUCTURES,
                        "Create the database and the roles of "
                                + id
                                + " on "
                                + Workflows.shards(placements)),
                activate(id));
    }

    public static List<StepPlan> change(NamespaceId id, List<String> changed) {
        return List.of(
                new StepPlan(
                        OPEN_DATABASE,
                        "Give the database of "
                                + id
                                + " its limits, with what changed: "
                                + String.join(", ", changed)),
                activate(id));
    }

    public static List<StepPlan> retire(
            NamespaceId id, List<Placement> placements, Duration retention) {
        List<StepPlan> steps = new ArrayList<>();
        steps.add(
                new StepPlan(
                        CLOSE_DATABASE,
                        "Close the database of " + id + " and end the sessions there"));
        steps.add(Workflows.freeName(id, retention));
        if (retention.isZero()) {
            steps.addAll(Workflows.purge(id, placements));
        }
        return List.copyOf(steps);
    }

    /** Database and roles were kept, and the passwords with them. */
    public static List<StepPlan> restore(NamespaceId id) {
        return List.of(
                new StepPlan(OPEN_DATABASE, "Open the database of " + id + " again"), activate(id));
    }

    private static StepPlan activate(NamespaceId id) {
        return new StepPlan(Workflows.ACTIVATE, "Mark " + id + " ACTIVE");
    }
}
