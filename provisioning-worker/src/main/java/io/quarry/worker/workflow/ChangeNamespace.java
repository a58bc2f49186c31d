package io.quarry.worker.workflow;

import static io.quarry.worker.workflow.Workflow.list;
import static java.util.Map.entry;

import io.quarry.metadata.operation.DatabaseWorkflows;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Workflows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What can be changed in place reaches the store, where that has to know, and then the gateways.
 */
@ApplicationScoped
class ChangeNamespace implements Workflow {
    private final SequencedMap<String, Step> steps;
    private final Undoing undoing;

    ChangeNamespace(
            PublishRoute publishRoute,
            AwaitGateways awaitGateways,
            OpenStructures openStructures,
            Activate activate,
            RestoreRevision restoreRevision) {
        this.steps =
                list(
                        entry(Workflows.CHANGE_STRUCTURES, openStructures),
                        entry(Workflows.PUBLISH_ROUTE, publishRoute),
                        entry(Workflows.AWAIT_GATEWAYS, awaitGateways),
                        entry(DatabaseWorkflows.OPEN_DATABASE, openStructures),
                        entry(Workflows.ACTIVATE, activate));
        this.undoing =
                new Undoing(
                        Map.of(
                                Workflows.CHANGE_STRUCTURES,
                                restoreRevision.then(openStructures),
                                Workflows.PUBLISH_ROUTE,
                                restoreRevision.then(publishRoute),
                                DatabaseWorkflows.OPEN_DATABASE,
                                restoreRevision.then(openStructures)),
                        restoreRevision.then(awaitGateways).then(activate));
    }

    @Override
    public OperationType type() {
        return OperationType.CHANGE_NAMESPACE;
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
