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
        FleetShard held =
                rows.hold(id).orElseThrow(() -> new IllegalStateException("no shard " + id));
        if (held.shard().reserved().equals(Capacity.NONE)) {
            rows.say(id, null);
            return Optional.empty();
        }
        ShardContents.Remaining left = contents.remaining(id);
        rows.say(id, "holds " + left.words());
        return Optional.of(left);
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
        audit.record(
                null,
                Caller.platform("provisioning-worker", operation.id().toString()),
                action,
                id,
                AuditOutcome.DONE,
                change.by(operation.id()),
                Map.of());
    }

    private FleetShard required(String id) {
        return rows.find(id).orElseThrow(() -> new IllegalStateException("no shard " + id));
    }
}
