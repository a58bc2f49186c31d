package io.quarry.api.data;

import io.quarry.api.admission.InFlight;
import io.quarry.metadata.route.PlacementRoute;
import io.quarry.stores.spi.KeyValueStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One shard as this process uses it: its own session, its own room for calls, its own meters, so
 * that its failures stay its own. The session is made by the first call that needs it, and again
 * after it was closed for want of calls.
 */
final class ShardSession {
    private final PlacementRoute placement;
    private final ShardOpener opener;
    private final InFlight inFlight;
    private final CallTimers timers;
    private volatile ShardOpener.@Nullable OpenShard open;
    private volatile long lastUsed = System.nanoTime();

    ShardSession(
            PlacementRoute placement, ShardOpener opener, InFlight inFlight, CallTimers timers) {
        this.placement = placement;
        this.opener = opener;
        this.inFlight = inFlight;
        this.timers = timers;
    }

    PlacementRoute placement() {
        return placement;
    }

    InFlight inFlight() {
        return inFlight;
    }

    CallTimers timers() {
        return timers;
    }

    /**
     * @throws io.quarry.stores.spi.StoreException when there is no log-in for the shard
     */
    KeyValueStore store() {
        lastUsed = System.nanoTime();
        var ready = open;
        return (ready == null ? open() : ready).keyValue();
    }

    private synchronized ShardOpener.OpenShard open() {
        var ready = open;
        if (ready == null) {
            ready = opener.open(placement);
            open = ready;
        }
        return ready;
    }

    boolean isIdle(Duration since) {
        return inFlight.used() == 0 && isUnusedFor(since);
    }

    /** Whether no call has begun since; one with a shorter deadline is then over. */
    boolean isUnusedFor(Duration since) {
        return System.nanoTime() - lastUsed > since.toNanos();
    }

    /** Lets the session go; a later call would open another one. */
    synchronized void close() {
        var ready = open;
        open = null;
        if (ready != null) {
            ready.close();
        }
    }
}
