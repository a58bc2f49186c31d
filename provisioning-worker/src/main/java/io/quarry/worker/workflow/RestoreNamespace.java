package io.quarry.worker.workflow;

import static io.quarry.worker.workflow.Workflow.list;
import static java.util.Map.entry;

import io.quarry.metadata.operation.DatabaseWorkflows;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Workflows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.SequencedMap;

/** Its structures were kept; whoever asked has called the purge off, so nobody drops them. */
@ApplicationScoped
class RestoreNamespace implements Workflow {
    private final SequencedMap<String, Step> steps;

    RestoreNamespace(
            PublishRoute publishRoute,
            AwaitGateways awaitGateways,
            OpenStructures openStructures,
            Activate activate) {
        this.steps =
                list(
                        entry(Workflows.PUBLISH_ROUTE, publishRoute),
                        entry(Workflows.AWAIT_GATEWAYS, awaitGateways),
                        entry(DatabaseWorkflows.OPEN_DATABASE, openStructures),
                        entry(Workflows.ACTIVATE, activate));
    }

    @Override
    public OperationType type() {
        return OperationType.RESTORE_NAMESPACE;
    }

    @Override
    public SequencedMap<String, Step> steps() {
        return steps;
    }

    /** What was restored can be retired again. */
    @Override
    public Optional<Undoing> undoing() {
        return Optional.empty();
    }
}
