package io.quarry.worker;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.tenant.Tenancy;
import java.util.Comparator;

/**
 * Stands where a gateway stands in metadata's eyes: registered, alive, and acknowledging every
 * route a moment later.
 */
final class Gateway implements AutoCloseable {
    private final Thread living;
    private final Instances instances;
    private final String id;
    private volatile boolean gone;
    private volatile boolean deaf;

    Gateway(String id, Instances instances, Routes routes, Tenancy tenancy) {
        this.id = id;
        this.instances = instances;
        instances.register(id, "127.0.0.1");
        this.living =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (!gone) {
                                        Revision newest =
                                                deaf
                                                        ? Revision.ZERO
                                                        : tenancy.system(routes::all).stream()
                                                                .map(RouteRecord::revision)
                                                                .max(Comparator.naturalOrder())
                                                                .orElse(Revision.ZERO);
                                        instances.heartbeat(id, newest);
                                        pause();
                                    }
                                });
    }

    /** While deaf it lives, and applies no route any more. */
    void deaf(boolean deaf) {
        this.deaf = deaf;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws InterruptedException {
        gone = true;
        living.join();
        instances.evict(id, true, Caller.platform("gateway-of-a-test", id));
    }
}
