package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Outcome;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;

/**
 * Waits until every live gateway has applied the route. A namespace should be ACTIVE within two
 * seconds and gateways answer within tens of milliseconds, so it watches closely for a while before
 * it gives up its place and comes back with the sweep.
 */
@ApplicationScoped
class AwaitGateways implements Step {
    private static final Duration LOOK = Duration.ofMillis(25);

    private final Tenancy tenancy;
    private final Routes routes;
    private final Duration watch;

    AwaitGateways(Tenancy tenancy, Routes routes, WorkerConfig config) {
        this.tenancy = tenancy;
        this.routes = routes;
        this.watch = config.steps().acknowledgementWatch();
    }

    @Override
    public Outcome carryOut(Assignment assignment) {
        long end = System.nanoTime() + watch.toNanos();
        while (true) {
            List<String> silent = tenancy.system(() -> routes.awaiting(assignment.uid()));
            if (silent.isEmpty()) {
                return new Outcome.Done();
            }
            if (System.nanoTime() > end) {
                assignment.tally().left(silent.size(), "gateways");
                return new Outcome.Await(
                        "the route is not applied yet by " + String.join(", ", silent));
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome.Await("the worker stops");
            }
        }
    }
}
