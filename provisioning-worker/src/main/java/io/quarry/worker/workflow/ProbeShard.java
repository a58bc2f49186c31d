package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardIdentities;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.stores.spi.Deadline;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Asks the shard's servers who they are, as the role that will change structure there. It changes
 * nothing there but for the mark that an object store lacks, so it may be asked any number of
 * times; what stands against it is thrown, shown, and tried again. A cluster that is another shard
 * already is refused for good.
 */
@ApplicationScoped
class ProbeShard implements Step {
    private static final Logger LOG = Logger.getLogger(ProbeShard.class);

    private final TargetShard target;
    private final Tenancy tenancy;
    private final Claims claims;
    private final ShardIdentities identities;
    private final Structures structures;
    private final WorkerConfig config;

    ProbeShard(
            TargetShard target,
            Tenancy tenancy,
            Claims claims,
            ShardIdentities identities,
            Structures structures,
            WorkerConfig config) {
        this.target = target;
        this.tenancy = tenancy;
        this.claims = claims;
        this.identities = identities;
        this.structures = structures;
        this.config = config;
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        Shard shard = target.of(assignment);
        Deadline deadline = Deadline.after(config.steps().timeout());
        String who = structures.probe(shard, deadline);
        LOG.infof("shard %s is %s", shard.id(), who);
        return taken(assignment, shard, structures.identity(shard, deadline));
    }

    /** Nothing is placed in one cluster by way of two shards, so the second is refused. */
    private Outcome taken(Assignment assignment, Shard shard, Set<String> marks) {
        return tenancy.system(
                () -> {
                    claims.guard(assignment.hold().fence());
                    return identities
                            .take(shard.id(), marks)
                            .<Outcome>map(
                                    twin ->
                                            new Outcome.GiveUp(
                                                    ProblemCode.CLUSTER_TAKEN,
                                                    shard.id()
                                                            + " is the same cluster as the shard "
                                                            + twin
                                                            + ": retire one of both."))
                            .orElseGet(Outcome.Done::new);
                });
    }
}
