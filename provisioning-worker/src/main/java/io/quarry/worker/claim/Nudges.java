package io.quarry.worker.claim;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * A message says that some operation was accepted; which one does not matter, since the rows know
 * what is due.
 */
@ApplicationScoped
class Nudges {
    private final ClaimLoop loop;

    Nudges(ClaimLoop loop) {
        this.loop = loop;
    }

    @Incoming("operations")
    @Acknowledgment(Acknowledgment.Strategy.PRE_PROCESSING)
    void wake(String operation) {
        loop.wake();
    }
}
