package io.quarry.api.data;

import io.quarry.api.admission.InFlight;
import io.quarry.api.data.ShardOpener.OpenShard;
import io.quarry.metadata.route.PlacementRoute;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One shard as this process uses it: its own session, its own room for calls, its own meters, so
 * that its failures stay its own. The session connects before the first call needs it, and again
 * with a call after it was closed for want of calls.
 */
public final class ShardSession {
    private static final Logger LOG = Logger.getLogger(ShardSession.class);

    private final PlacementRoute placement;
    private final ShardOpener opener;
    private final InFlight inFlight;
    private final CallTimers timers;
    private volatile @Nullable OpenShard open;
    private volatile long lastUsed = System.nanoTime();
    private volatile boolean tried;

    ShardSession(
            PlacementRoute placement, ShardOpener opener, InFlight inFlight, CallTimers timers) {
        this.placement = placement;
        this.opener = opener;
        this.inFlight = inFlight;
        this.timers = timers;
    }

    public PlacementRoute placement() {
        return placement;
    }

    InFlight inFlight() {
        return inFlight;
    }

    CallTimers timers() {
        return timers;
    }

    /** Connects, so that the first call need not; a shard that is away is left to the calls. */
    void connect(Duration patience) {
        try {
            make().connect(Deadline.after(patience));
        } catch (StoreException e) {
            LOG.warnf("Shard %s is not connected yet: %s", placement.shard(), e.getMessage());
        } finally {
            tried = true;
        }
    }

    /** Whether the attempt to connect ahead of calls is over, well or not. */
    boolean isTried() {
        return tried;
    }

    /**
     * The session, opened when there is none; a call under way keeps it from being idle.
     *
     * @throws StoreException when there is no log-in for the shard
     */
    public OpenShard open() {
        lastUsed = System.nanoTime();
        var ready = open;
        return ready == null ? make() : ready;
    }

    private synchronized OpenShard make() {
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
