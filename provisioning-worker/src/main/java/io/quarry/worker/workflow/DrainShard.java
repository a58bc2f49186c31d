package io.quarry.worker.workflow;

import static io.quarry.worker.workflow.Workflow.list;
import static java.util.Map.entry;

import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Workflows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Nothing new comes, and it ends when nothing is left; nobody moves anything. */
@ApplicationScoped
class DrainShard implements Workflow {
    private final SequencedMap<String, Step> steps;
    private final Undoing undoing;

    DrainShard(ShardSteps shards) {
        this.steps =
                list(
                        entry(Workflows.AWAIT_EMPTY, shards.awaitEmpty()),
                        entry(Workflows.MARK_DRAINED, shards.markDrained()));
        this.undoing = new Undoing(Map.of(), shards.restore());
    }

    @Override
    public OperationType type() {
        return OperationType.DRAIN_SHARD;
    }

    @Override
    public SequencedMap<String, Step> steps() {
        return steps;
    }

    @Override
    public Optional<Undoing> undoing() {
        return Optional.of(undoing);
    }
}
