package io.quarry.metadata.shard;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.placement.ShardContents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker makes of a shard. Each act is within the worker's transaction, beside its guard,
 * and may be repeated.
 */
@ApplicationScoped
public class ShardLifecycle {
    private final FleetRows rows;
    private final ShardContents contents;
    private final Audit audit;

    ShardLifecycle(FleetRows rows, ShardContents contents, Audit audit) {
        this.rows = rows;
        this.contents = contents;
        this.audit = audit;
    }

    public Shard shard(String id) {
        return required(id).shard();
    }

    /**
     * A server runs for it, and is reached so; nothing new if that is known already.
     *
     * @throws io.quarry.metadata.problem.ProblemException INVALID_REQUEST for an address that no
     *     operator could have registered either
     */
    public void started(String id, ShardAddress address, Operation operation) {
        Shard known = held(id).shard();
        Shard reached = address.applied(known);
        if (reached.equals(known)) {
            return;
        }
        rows.reach(reached);
        audited(
                "shard.started",
                id,
                Change.replaced(ShardFacts.of(known), ShardFacts.of(reached)),
                operation);
    }

    /** It has answered, so namespaces may be placed there. */
    public void active(String id, Operation operation) {
        become(id, ShardState.ACTIVE, "shard.active", operation);
    }

    /** Nothing is placed there any more, and nothing will be. */
    public void drained(String id) {
        rows.say(id, "drained: nothing is placed here");
    }

    /** Out of use; its name may be taken again. */
    public void retired(String id, Operation operation) {
        become(id, ShardState.RETIRED, "shard.retired", operation);
    }

    /** As it was before the operation that is cancelled. */
    public void restored(String id) {
        rows.stateBefore(id).ifPresent(before -> rows.become(id, before, null, null));
    }

    /**
     * What is still there, which the shard then says of itself; empty once there is nothing. While
     * the transaction lasts nothing is placed there.
     */
    public Optional<ShardContents.Remaining> remaining(String id) {
        FleetShard held = held(id);
        if (held.shard().reserved().equals(Capacity.NONE)) {
            rows.say(id, null);
            return Optional.empty();
        }
        ShardContents.Remaining left = contents.remaining(id);
        rows.say(id, "holds " + left.words());
        return Optional.of(left);
    }

    /**
     * It has not answered for too long. Nothing is placed there while it is FAILED; where nothing
     * is placed anyhow, its state stays.
     */
    public void failed(String id, String reason) {
        FleetShard known = required(id);
        if (known.shard().state() == ShardState.FAILED && known.reason() == null) {
            // a drain that was called off has brought the state back, and not why
            rows.say(id, reason);
        }
        if (Failing.silent(known.shard().state()).isPresent()) {
            // what was read may have changed until it is held
            Shard held = held(id).shard();
            Failing.silent(held.state())
                    .ifPresent(
                            state -> {
                                rows.fail(id, reason);
                                watched("shard.failed", held, state);
                            });
        }
    }

    /** Another cluster answers; that says more than the silence before, if there was one. */
    public void stranger(String id, String reason) {
        failed(id, reason);
        if (required(id).shard().state() == ShardState.FAILED) {
            rows.say(id, reason);
        }
    }

    /** It answers. */
    public void recovered(String id) {
        if (required(id).shard().state() == ShardState.FAILED) {
            Shard held = held(id).shard();
            Failing.answering(held.state(), rows.failedFrom(id).orElse(null))
                    .ifPresent(
                            state -> {
                                rows.recover(id, state);
                                watched("shard.recovered", held, state);
                            });
        }
    }

    private void watched(String action, Shard before, ShardState after) {
        audit.record(
                null,
                Caller.platform("provisioning-worker", "shard-watch"),
                action,
                before.id(),
                AuditOutcome.DONE,
                Change.replaced(ShardFacts.of(before), ShardFacts.of(before, after)),
                Map.of());
    }

    private void become(String id, ShardState state, String action, Operation operation) {
        Shard known = required(id).shard();
        if (known.state() == state) {
            return;
        }
        rows.become(id, state, null, null);
        ShardFacts before = ShardFacts.of(known);
        Change change =
                state == ShardState.RETIRED
                        ? Change.removed(before)
                        : Change.replaced(before, ShardFacts.of(known, state));
        audited(action, id, change, operation);
    }

    private void audited(String action, String id, Change change, Operation operation) {
        audit.record(
                null,
                Caller.platform("provisioning-worker", operation.id().toString()),
                action,
                id,
                AuditOutcome.DONE,
                change.by(operation.id()),
                Map.of());
    }

    private FleetShard held(String id) {
        return rows.hold(id).orElseThrow(() -> new IllegalStateException("no shard " + id));
    }

    private FleetShard required(String id) {
        return rows.find(id).orElseThrow(() -> new IllegalStateException("no shard " + id));
    }
}
