package io.quarry.api.control;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.cache.CacheFlush;
import io.quarry.metadata.cache.CacheFlushes;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Flushes a cache, and waits until no live gateway reads what was there before. */
@ApplicationScoped
class CacheFlushing {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Gateways answer within tens of milliseconds. */
    private static final Duration LOOK = Duration.ofMillis(25);

    private final CacheFlushes flushes;

    CacheFlushing(CacheFlushes flushes) {
        this.flushes = flushes;
    }

    /**
     * @throws ProblemException DEADLINE_EXCEEDED if a gateway has not told in time; the flush holds
     *     then, and the same request with the same key waits on
     */
    CacheFlush flush(NamespaceId id, Caller caller) {
        var flush = flushes.flush(id, caller);
        var begin = System.nanoTime();
        var behind = flushes.awaiting(flush);
        while (!behind.isEmpty()) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new ProblemException(
                        ProblemCode.DEADLINE_EXCEEDED,
                        "The cache is flushed, but not known yet to " + String.join(", ", behind));
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
            behind = flushes.awaiting(flush);
        }
        return flush;
    }
}
