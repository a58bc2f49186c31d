package io.quarry.worker.workflow;

import static io.quarry.worker.workflow.Workflow.list;
import static java.util.Map.entry;

import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Workflows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.SequencedMap;

/** The retention of a retired namespace is over. */
@ApplicationScoped
class PurgeNamespace implements Workflow {
    private final SequencedMap<String, Step> steps;

    PurgeNamespace(DropStructures dropStructures, Purge purge) {
        this.steps =
                list(
                        entry(Workflows.DROP_STRUCTURES, dropStructures),
                        entry(Workflows.PURGE, purge));
    }

    @Override
    public OperationType type() {
        return OperationType.PURGE_NAMESPACE;
    }

    @Override
    public SequencedMap<String, Step> steps() {
        return steps;
    }

    @Override
    public Optional<Undoing> undoing() {
        return Optional.empty();
    }
}
