package io.quarry.worker.claim;

import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.Fence;
import io.quarry.metadata.operation.FencedOff;
import io.quarry.metadata.operation.Progress;
import io.quarry.worker.workflow.Hold;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * A claim that stays alive while its operation is in hand: renewed at a third of the usual lease
 * from a thread of its own, because the thread that works may be inside a slow store.
 */
final class KeptLease implements Hold, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(KeptLease.class);

    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(1);

    private final Claims claims;
    private final Fence fence;
    private final Duration usual;
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile Duration length;
    private long reported;

    KeptLease(Claims claims, Fence fence, Duration usual) {
        this.claims = claims;
        this.fence = fence;
        this.usual = usual;
        this.length = usual;
    }

    KeptLease started() {
        Thread.ofVirtual().name("lease-" + fence.operation()).start(this::keep);
        return this;
    }

    @Override
    public Fence fence() {
        return fence;
    }

    @Override
    public void firmly(Duration atLeast) {
        Duration margin = usual.dividedBy(2);
        if (length.compareTo(atLeast.plus(margin)) < 0) {
            length = atLeast.plus(margin);
        }
        if (!claims.renew(fence, length) || !claims.holds(fence, atLeast)) {
            throw new FencedOff(fence);
        }
    }

    /**
     * The first at once, and then no more than one a second reaches the database; one that does not
     * holds nothing up.
     */
    @Override
    public void report(Progress progress) {
        long now = System.nanoTime();
        if (reported == 0 || now - reported > BETWEEN_REPORTS.toNanos()) {
            reported = now;
            try {
                claims.report(fence, progress);
            } catch (RuntimeException e) {
                LOG.debugf(
                        "how far operation %s is was not saved: %s",
                        fence.operation(), e.getMessage());
            }
        }
    }

    /** The next step need not be held longer than usual. */
    void relax() {
        length = usual;
        reported = 0;
    }

    /**
     * Told by a latch to end: an interrupt in the midst of a renewal would break the database's
     * connection.
     */
    private void keep() {
        try {
            while (!released.await(usual.toMillis() / 3, TimeUnit.MILLISECONDS) && renewed()) {}
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean renewed() {
        try {
            return claims.renew(fence, length);
        } catch (RuntimeException e) {
            // The database may be back before the lease is over; if not, the next save finds the
            // claim gone.
            LOG.warnf(
                    "the claim of operation %s was not renewed: %s",
                    fence.operation(), e.getMessage());
            return true;
        }
    }

    @Override
    public void close() {
        released.countDown();
    }
}
