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
 * No gateway serves it any more, its name is free; the last two steps only where nothing is kept.
 */
@ApplicationScoped
class RetireNamespace implements Workflow {
    private final SequencedMap<String, Step> steps;
    private final Undoing undoing;

    RetireNamespace(
            WithdrawRoute withdrawRoute,
            AwaitGateways awaitGateways,
            CloseStructures closeStructures,
            FreeName freeName,
            DropStructures dropStructures,
            Purge purge,
            PublishRoute publishRoute,
            OpenStructures openStructures,
            Activate activate) {
        this.steps =
                list(
                        entry(Workflows.WITHDRAW_ROUTE, withdrawRoute),
                        entry(Workflows.AWAIT_GATEWAYS, awaitGateways),
                        entry(DatabaseWorkflows.CLOSE_DATABASE, closeStructures),
                        entry(Workflows.FREE_NAME, freeName),
                        entry(Workflows.DROP_STRUCTURES, dropStructures),
                        entry(Workflows.PURGE, purge));
        this.undoing =
                new Undoing(
                        Map.of(
                                Workflows.WITHDRAW_ROUTE,
                                publishRoute,
                                DatabaseWorkflows.CLOSE_DATABASE,
                                openStructures),
                        awaitGateways.then(activate));
    }

    @Override
    public OperationType type() {
        return OperationType.RETIRE_NAMESPACE;
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
