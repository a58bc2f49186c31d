package io.quarry.worker.workflow;

import static io.quarry.worker.workflow.Workflow.list;
import static java.util.Map.entry;

import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Workflows;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A cluster is taken into use once it has answered; what is not there yet is started first. */
@ApplicationScoped
class ProvisionShard implements Workflow {
    private final SequencedMap<String, Step> steps;
    private final Undoing undoing;

    ProvisionShard(ServerSteps servers, ProbeShard probe, ShardSteps shards) {
        this.steps =
                list(
                        entry(Workflows.START_SERVER, servers.start()),
                        entry(Workflows.PROBE, probe),
                        entry(Workflows.ACTIVATE, shards.activate()));
        this.undoing =
                new Undoing(Map.of(Workflows.START_SERVER, servers.remove()), shards.retire());
    }

    @Override
    public OperationType type() {
        return OperationType.PROVISION_SHARD;
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
