package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardLifecycle;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** The shard that an operation is about, in whatever state it is. */
@ApplicationScoped
class TargetShard {
    private final Tenancy tenancy;
    private final Claims claims;
    private final ShardLifecycle shards;

    TargetShard(Tenancy tenancy, Claims claims, ShardLifecycle shards) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.shards = shards;
    }

    /**
     * As it is while the operation is this worker's.
     *
     * @throws io.quarry.metadata.operation.FencedOff if it is another's by now
     */
    Shard of(Assignment assignment) {
        return tenancy.system(
                () -> {
                    claims.guard(assignment.hold().fence());
                    return shards.shard(assignment.target());
                });
    }
}
