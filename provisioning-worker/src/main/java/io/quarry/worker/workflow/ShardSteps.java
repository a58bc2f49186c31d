package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.shard.ShardLifecycle;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;
import java.util.function.Function;

/** The acts on a shard that are done in the database alone, each beside the guard of its claim. */
@ApplicationScoped
class ShardSteps {
    private final Tenancy tenancy;
    private final Claims claims;
    private final ShardLifecycle shards;

    ShardSteps(Tenancy tenancy, Claims claims, ShardLifecycle shards) {
        this.tenancy = tenancy;
        this.claims = claims;
        this.shards = shards;
    }

    /** Namespaces may be placed there. */
    Step activate() {
        return done(it -> shards.active(it.target(), it.operation()));
    }

    /** Waits, saying what is there, until nothing is placed there any more. */
    Step awaitEmpty() {
        return guarded(
                it ->
                        shards.remaining(it.target())
                                .<Outcome>map(
                                        left -> {
                                            it.tally().left(left.count(), "placements");
                                            return new Outcome.Await(
                                                    left.count()
                                                            + " placements are left on "
                                                            + it.target()
                                                            + ": "
                                                            + left.words());
                                        })
                                .orElseGet(Outcome.Done::new));
    }

    Step markDrained() {
        return done(it -> shards.drained(it.target()));
    }

    Step retire() {
        return done(it -> shards.retired(it.target(), it.operation()));
    }

    /** The state before comes back. */
    Step restore() {
        return done(it -> shards.restored(it.target()));
    }

    private Step done(Consumer<Assignment> act) {
        return guarded(
                assignment -> {
                    act.accept(assignment);
                    return new Outcome.Done();
                });
    }

    private Step guarded(Function<Assignment, Outcome> act) {
        return assignment ->
                tenancy.system(
                        () -> {
                            claims.guard(assignment.hold().fence());
                            return act.apply(assignment);
                        });
    }
}
