package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Asks the shard's servers who they are, as the role that will change structure there. It changes
 * nothing, so it may be asked any number of times; what stands against it is thrown, shown, and
 * tried again.
 */
@ApplicationScoped
class ProbeShard implements Step {
    private static final Logger LOG = Logger.getLogger(ProbeShard.class);

    private final TargetShard target;
    private final Structures structures;
    private final WorkerConfig config;

    ProbeShard(TargetShard target, Structures structures, WorkerConfig config) {
        this.target = target;
        this.structures = structures;
        this.config = config;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        Shard shard = target.of(assignment);
        Deadline deadline = Deadline.after(config.steps().timeout());
        String who = structures.probe(shard, deadline);
        LOG.infof("shard %s is %s", shard.id(), who);
        return new Outcome.Done();
    }
}
