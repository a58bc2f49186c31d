package io.quarry.metadata.shard;

import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What may be done to a shard, decided once for a request and for its dry run. */
@ApplicationScoped
class FleetDecisions {
    private final ShardContents contents;

    FleetDecisions(ShardContents contents) {
        this.contents = contents;
    }

    Plan registration(Shard shard) {
        return switch (shard.provider()) {
            case EXISTING ->
                    new Plan(
                            "Take "
                                    + shard.id()
                                    + " into use, a shard of "
                                    + shard.engine()
                                    + " that is there already",
                            Workflows.provisionShard(shard.id(), shard.endpoints()));
            case LOCAL ->
                    new Plan(
                            "Start " + shard.id() + ", a shard of " + shard.engine(),
                            Workflows.provisionLocalShard(shard.id(), shard.engine().name()));
        };
    }

    ProblemException taken(String id) {
        return new ProblemException(
                ProblemCode.NAME_TAKEN,
                "There is a shard " + id + " already.",
                List.of(new Violation("id", "is taken")));
    }

    /** The ledger has the last word, and this says which dimension it is about. */
    Shard changed(Shard known, ShardPatch wanted) {
        if (known.state() == ShardState.RETIRED) {
            throw state(known, "is not changed any more");
        }
        Shard changed = wanted.applied(known);
        List<Dimension> tooSmall = known.reserved().beyond(changed.capacity());
        if (!tooSmall.isEmpty()) {
            Dimension first = tooSmall.getFirst();
            throw new ProblemException(
                    ProblemCode.CAPACITY_RESERVED,
                    "Of "
                            + known.id()
                            + ", "
                            + known.reserved().of(first)
                            + " "
                            + first.wire()
                            + " are reserved, so it cannot have "
                            + changed.capacity().of(first)
                            + ".",
                    tooSmall.stream()
                            .map(
                                    each ->
                                            new Violation(
                                                    "capacity." + each.wire(),
                                                    "must be at least "
                                                            + known.reserved().of(each)))
                            .toList(),
                    Map.of(
                            "used",
                            known.reserved().of(first),
                            "requested",
                            changed.capacity().of(first)),
                    null);
        }
        return changed;
    }

    /** Whether it becomes what it is not yet. */
    boolean becomes(FleetShard known, ShardState wanted) {
        Shard shard = known.shard();
        idle(known);
        if (shard.state() == wanted) {
            return false;
        }
        return switch (shard.state()) {
            case ACTIVE, CORDONED, DRAINING -> {
                if (wanted == ShardState.CORDONED && shard.state() == ShardState.DRAINING) {
                    throw state(shard, "takes nothing new already");
                }
                yield true;
            }
            case PROVISIONING, FAILED, RETIRED -> throw state(shard, "does not become " + wanted);
        };
    }

    Plan begin(OperationType type, FleetShard known) {
        Shard shard = known.shard();
        idle(known);
        if (shard.state() == ShardState.RETIRED) {
            throw state(shard, "has nothing to give up");
        }
        return switch (type) {
            case DRAIN_SHARD -> {
                if (shard.state() == ShardState.PROVISIONING) {
                    throw state(shard, "has nothing to give up");
                }
                yield new Plan("Drain " + shard.id(), Workflows.drainShard(shard.id()));
            }
            case RETIRE_SHARD -> {
                empty(shard);
                yield new Plan("Retire " + shard.id(), retirement(shard));
            }
            case PROVISION_NAMESPACE,
                    CHANGE_NAMESPACE,
                    RETIRE_NAMESPACE,
                    PURGE_NAMESPACE,
                    RESTORE_NAMESPACE,
                    PROVISION_SHARD,
                    UNKNOWN ->
                    throw new IllegalArgumentException(type + " begins elsewhere");
        };
    }

    private static List<StepPlan> retirement(Shard shard) {
        return switch (shard.provider()) {
            case EXISTING -> Workflows.retireShard(shard.id());
            case LOCAL -> Workflows.retireLocalShard(shard.id());
        };
    }

    /** Every placement reserves something, so the ledger of a shard that is held tells exactly. */
    private void empty(Shard shard) {
        if (!shard.reserved().equals(Capacity.NONE)) {
            ShardContents.Remaining left = contents.remaining(shard.id());
            throw new ProblemException(
                    ProblemCode.SHARD_NOT_EMPTY,
                    "These are still placed on " + shard.id() + ": " + left.words() + ".",
                    Map.of("used", left.count()));
        }
    }

    private static void idle(FleetShard known) {
        UUID operation = known.operation();
        if (operation != null) {
            throw new ProblemException(
                    ProblemCode.OPERATION_IN_PROGRESS,
                    "Another operation on " + known.shard().id() + " is under way.",
                    List.of(),
                    Map.of(),
                    operation);
        }
    }

    private static ProblemException state(Shard shard, String what) {
        return new ProblemException(
                ProblemCode.SHARD_STATE,
                shard.id() + " is " + shard.state() + " and " + what + ".");
    }
}
