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

/** What can be changed in place reaches the gateways with the route, or the database itself. */
@ApplicationScoped
class ChangeNamespace implements Workflow {
    private final SequencedMap<String, Step> steps;
    private final Undoing undoing;

    ChangeNamespace(
            PublishRoute publishRoute,
            AwaitGateways awaitGateways,
            OpenDatabase openDatabase,
            Activate activate,
            RestoreRevision restoreRevision) {
        this.steps =
                list(
                        entry(Workflows.PUBLISH_ROUTE, publishRoute),
                        entry(Workflows.AWAIT_GATEWAYS, awaitGateways),
                        entry(DatabaseWorkflows.OPEN_DATABASE, openDatabase),
                        entry(Workflows.ACTIVATE, activate));
        this.undoing =
                new Undoing(
                        Map.of(
                                Workflows.PUBLISH_ROUTE,
                                restoreRevision.then(publishRoute),
                                DatabaseWorkflows.OPEN_DATABASE,
                                restoreRevision.then(openDatabase)),
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
