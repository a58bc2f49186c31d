package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardAddress;
import io.quarry.metadata.shard.ShardLifecycle;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.provider.LocalProvider;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The servers of shards that the worker makes itself; those that were there before are left alone.
 * The program that does it outlives a worker that is killed, so it may begin only while the claim
 * under which it was called lasts: whoever claims the operation next finds it at work and waits for
 * it, or it has changed nothing and never will.
 */
@ApplicationScoped
class ServerSteps {
    private final Tenancy tenancy;
    private final Claims claims;
    private final ShardLifecycle shards;
    private final TargetShard target;
    private final LocalProvider local;
    private final Clock clock;
    private final Duration begin;

    ServerSteps(
            Tenancy tenancy,
            Claims claims,
            ShardLifecycle shards,
            TargetShard target,
            LocalProvider local,
            WorkerConfig config,
            Clock clock) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.shards = shards;
        this.target = target;
        this.local = local;
        this.clock = clock;
        this.begin = config.localProvider().beginWithin();
    }

    /**
     * It runs, its log-ins are where the services look for them, and the shard says where it is.
     */
    Step start() {
        return assignment -> {
            Shard shard = target.of(assignment);
            return switch (shard.provider()) {
                case EXISTING -> new Outcome.Done();
                case LOCAL -> start(shard, assignment);
            };
        };
    }

    /** Nothing is left of it; also the way back of {@link #start}. */
    Step remove() {
        return assignment -> {
            Shard shard = target.of(assignment);
            return switch (shard.provider()) {
                case EXISTING -> new Outcome.Done();
                case LOCAL -> {
                    local.purge(shard.id(), begunBy(assignment.hold()));
                    yield new Outcome.Done();
                }
            };
        };
    }

    private Outcome start(Shard shard, Assignment assignment) {
        ShardAddress address = local.start(shard.id(), shard.engine(), begunBy(assignment.hold()));
        return tenancy.system(
                () -> {
                    claims.guard(assignment.hold().fence());
                    shards.started(shard.id(), address, assignment.operation());
                    return new Outcome.Done();
                });
    }

    /** Read before the claim is confirmed, so that the claim lasts longer. */
    private Instant begunBy(Hold hold) {
        Instant latest = clock.instant().plus(begin);
        hold.firmly(begin);
        return latest;
    }
}
