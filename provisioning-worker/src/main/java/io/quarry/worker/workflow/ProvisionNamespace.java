package io.quarry.worker.workflow;

import static io.quarry.worker.workflow.Workflow.list;
import static java.util.Map.entry;

import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Workflows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** From a wish to an endpoint: structure, route, and ACTIVE once every live gateway serves it. */
@ApplicationScoped
class ProvisionNamespace implements Workflow {
    private final SequencedMap<String, Step> steps;
    private final Undoing undoing;

    ProvisionNamespace(
            CreateStructures createStructures,
            PublishRoute publishRoute,
            AwaitGateways awaitGateways,
            Activate activate,
            WithdrawRoute withdrawRoute,
            DropStructures dropStructures,
            Purge purge) {
        this.steps =
                list(
                        entry(Workflows.CREATE_STRUCTURES, createStructures),
                        entry(Workflows.PUBLISH_ROUTE, publishRoute),
                        entry(Workflows.AWAIT_GATEWAYS, awaitGateways),
                        entry(Workflows.ACTIVATE, activate));
        this.undoing =
                new Undoing(
                        Map.of(
                                Workflows.CREATE_STRUCTURES,
                                awaitGateways.then(dropStructures.neverServed()),
                                Workflows.PUBLISH_ROUTE,
                                withdrawRoute),
                        purge);
    }

    @Override
    public OperationType type() {
        return OperationType.PROVISION_NAMESPACE;
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
