package io.quarry.metadata.operation;

import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.placement.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What each workflow sets out to do, as data: the dry run prints it, and the worker binds each name
 * to the act.
 */
public final class Workflows {
    public static final String CREATE_STRUCTURES = "create-structures";
    public static final String CHANGE_STRUCTURES = "change-structures";
    public static final String PUBLISH_ROUTE = "publish-route";
    public static final String AWAIT_GATEWAYS = "await-gateways";
    public static final String ACTIVATE = "activate";
    public static final String WITHDRAW_ROUTE = "withdraw-route";
    public static final String FREE_NAME = "free-name";
    public static final String DROP_STRUCTURES = "drop-structures";
    public static final String PURGE = "purge";
    public static final String START_SERVER = "start-server";
    public static final String STOP_SERVER = "stop-server";
    public static final String PROBE = "probe";
    public static final String AWAIT_EMPTY = "await-empty";
    public static final String MARK_DRAINED = "mark-drained";
    public static final String RETIRE = "retire";

    private static final int ATTEMPTS_BEFORE_ATTENTION = 5;
    private static final Duration POLL = Duration.ofMillis(100);

    private Workflows() {}

    public static List<StepPlan> provision(NamespaceId id, List<Placement> placements) {
        return List.of(
                new StepPlan(
                        CREATE_STRUCTURES,
                        "Create the structures of " + id + " on " + shards(placements)),
                new StepPlan(PUBLISH_ROUTE, "Publish the route of " + id),
                awaitGateways(),
                new StepPlan(ACTIVATE, "Mark " + id + " ACTIVE"));
    }

    public static List<StepPlan> change(NamespaceId id, List<String> changed) {
        return List.of(
                new StepPlan(
                        PUBLISH_ROUTE,
                        "Publish the route of "
                                + id
                                + " with what changed: "
                                + String.join(", ", changed)),
                awaitGateways(),
                new StepPlan(ACTIVATE, "Mark " + id + " ACTIVE"));
    }

    /** As {@link #change}, where some of it has to be told to the store first. */
    public static List<StepPlan> changeInStore(
            NamespaceId id, List<String> inStore, List<String> changed) {
        List<StepPlan> steps = new ArrayList<>();
        steps.add(
                new StepPlan(
                        CHANGE_STRUCTURES,
                        "Change the structures of "
                                + id
                                + " to what is said now: "
                                + String.join(", ", inStore)));
        steps.addAll(change(id, changed));
        return List.copyOf(steps);
    }

    /**
     * A retirement that keeps the data ends at RETIRED; one that does not goes on to {@link
     * #purge}'s steps.
     */
    public static List<StepPlan> retire(
            NamespaceId id, List<Placement> placements, Duration retention) {
        List<StepPlan> steps = new ArrayList<>();
        steps.add(
                new StepPlan(
                        WITHDRAW_ROUTE,
                        "Withdraw the route of " + id + ", so that it is answered as absent"));
        steps.add(awaitGateways());
        steps.add(freeName(id, retention));
        if (retention.isZero()) {
            steps.addAll(purge(id, placements));
        }
        return List.copyOf(steps);
    }

    public static List<StepPlan> purge(NamespaceId id, List<Placement> placements) {
        return List.of(
                new StepPlan(
                        DROP_STRUCTURES,
                        "Drop the structures of " + id + " on " + shards(placements)),
                new StepPlan(PURGE, "Give back what " + id + " had reserved and mark it PURGED"));
    }

    /** The structures were kept, so all that is needed is the way to them. */
    public static List<StepPlan> restore(NamespaceId id) {
        return List.of(
                new StepPlan(
                        PUBLISH_ROUTE, "Publish the route of " + id + " to the data that was kept"),
                awaitGateways(),
                new StepPlan(ACTIVATE, "Mark " + id + " ACTIVE"));
    }

    /** A shard that is there already, of the provider {@code existing}. */
    public static List<StepPlan> provisionShard(String shard, List<String> endpoints) {
        return List.of(
                new StepPlan(
                        PROBE,
                        "Ask " + shard + " at " + String.join(", ", endpoints) + " who it is"),
                activateShard(shard));
    }

    /** A shard whose server the worker starts, of the provider {@code local}. */
    public static List<StepPlan> provisionLocalShard(String shard, String engine) {
        return List.of(
                new StepPlan(
                        START_SERVER,
                        "Start a server of "
                                + engine
                                + " for "
                                + shard
                                + " on the worker's machine"),
                new StepPlan(PROBE, "Ask " + shard + " who it is"),
                activateShard(shard));
    }

    private static StepPlan activateShard(String shard) {
        return new StepPlan(ACTIVATE, "Mark " + shard + " ACTIVE, so that it takes namespaces");
    }

    public static List<StepPlan> drainShard(String shard) {
        return List.of(
                awaitEmpty(shard),
                new StepPlan(MARK_DRAINED, "Say of " + shard + " that it is drained"));
    }

    public static List<StepPlan> retireShard(String shard) {
        return List.of(
                awaitEmpty(shard),
                new StepPlan(
                        RETIRE, "Mark " + shard + " RETIRED; its servers are left as they are"));
    }

    /** Of the provider {@code local}. */
    public static List<StepPlan> retireLocalShard(String shard) {
        return List.of(
                awaitEmpty(shard),
                new StepPlan(
                        STOP_SERVER,
                        "End the server of " + shard + ", and remove its data and log-ins"),
                new StepPlan(RETIRE, "Mark " + shard + " RETIRED"));
    }

    /** Those steps of a plan that drop what a retired namespace had; none where it has none. */
    static List<StepPlan> purgeOf(OperationType type, Plan plan) {
        return switch (type) {
            case PURGE_NAMESPACE, RETIRE_NAMESPACE ->
                    plan.steps().stream()
                            .filter(step -> List.of(DROP_STRUCTURES, PURGE).contains(step.name()))
                            .toList();
            case PROVISION_NAMESPACE,
                    CHANGE_NAMESPACE,
                    RESTORE_NAMESPACE,
                    PROVISION_SHARD,
                    DRAIN_SHARD,
                    RETIRE_SHARD,
                    UNKNOWN ->
                    List.of();
        };
    }

    /** What the transitions need to know of an operation's workflow. */
    public static WorkflowFacts facts(OperationType type, List<StepView> steps) {
        List<String> names = steps.stream().map(StepView::name).toList();
        int point = pointOfNoReturn(type, names).map(names::indexOf).orElse(0);
        return new WorkflowFacts(names.size(), point, ATTEMPTS_BEFORE_ATTENTION, POLL);
    }

    /**
     * The step from which on an operation with these steps is carried to its end, since somebody
     * may rely on what it has come to; empty where it can never be cancelled.
     */
    public static Optional<String> pointOfNoReturn(OperationType type, List<String> steps) {
        return steps.stream().filter(marked(type)::contains).findFirst();
    }

    /** The steps that nothing takes back, nor anything after them. */
    private static Set<String> marked(OperationType type) {
        return switch (type) {
            case PROVISION_NAMESPACE, CHANGE_NAMESPACE -> Set.of(ACTIVATE);
            case RETIRE_NAMESPACE -> Set.of(FREE_NAME);
            case PURGE_NAMESPACE, RESTORE_NAMESPACE, UNKNOWN -> Set.of();
            case PROVISION_SHARD -> Set.of(ACTIVATE);
            case DRAIN_SHARD -> Set.of(MARK_DRAINED);
            case RETIRE_SHARD -> Set.of(STOP_SERVER, RETIRE);
        };
    }

    /** What cancelling comes to, for a dry run. */
    public static String undoing(OperationType type, Target target) {
        String id = target.address();
        return switch (type) {
            case PROVISION_NAMESPACE ->
                    "Withdraws the route of "
                            + id
                            + ", drops its structures, gives back what it had reserved and frees"
                            + " its name.";
            case CHANGE_NAMESPACE ->
                    "Brings back the spec and the route that " + id + " had before, as a revision.";
            case RETIRE_NAMESPACE -> "Publishes the route of " + id + " again and marks it ACTIVE.";
            case PURGE_NAMESPACE -> "Nothing: a purge cannot be undone.";
            case RESTORE_NAMESPACE -> "Nothing: what was restored can be retired again.";
            case PROVISION_SHARD ->
                    "Marks "
                            + id
                            + " RETIRED before anything was placed on it; a server that was started"
                            + " for it is ended and removed.";
            case DRAIN_SHARD, RETIRE_SHARD -> "Brings back the state that " + id + " had before.";
            case UNKNOWN -> "Nothing: another version of Quarry carries it out.";
        };
    }

    private static StepPlan awaitEmpty(String shard) {
        return new StepPlan(AWAIT_EMPTY, "Wait until nothing is placed on " + shard);
    }

    static StepPlan freeName(NamespaceId id, Duration retention) {
        return new StepPlan(
                FREE_NAME,
                retention.isZero()
                        ? "Mark " + id + " RETIRED and free its name"
                        : "Mark "
                                + id
                                + " RETIRED, free its name and keep its data for "
                                + IsoDuration.of(retention));
    }

    private static StepPlan awaitGateways() {
        return new StepPlan(AWAIT_GATEWAYS, "Wait until every live gateway has applied the route");
    }

    /** Without placements it is a plan that no shard can take, and says so. */
    static String shards(List<Placement> placements) {
        if (placements.isEmpty()) {
            return "a shard that has room";
        }
        return placements.stream()
                .map(Placement::shard)
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
