package io.quarry.worker.workflow;

import static io.quarry.worker.workflow.Workflow.list;
import static java.util.Map.entry;

import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Workflows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Out of use. What was asked when it was accepted is asked again: nothing is there. */
@ApplicationScoped
class RetireShard implements Workflow {
    private final SequencedMap<String, Step> steps;
    private final Undoing undoing;

    RetireShard(ServerSteps servers, ShardSteps shards) {
        this.steps =
                list(
                        entry(Workflows.AWAIT_EMPTY, shards.awaitEmpty()),
                        entry(Workflows.STOP_SERVER, servers.remove()),
                        entry(Workflows.RETIRE, shards.retire()));
        this.undoing = new Undoing(Map.of(), shards.restore());
    }

    @Override
    public OperationType type() {
        return OperationType.RETIRE_SHARD;
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
