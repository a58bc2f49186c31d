package io.quarry.api.admission;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * How many calls may be at one shard at once. When the shard slows down this fills up, and only its
 * own callers are refused.
 */
public final class InFlight {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final int limit;
    private final AtomicInteger used = new AtomicInteger();

    public InFlight(int limit) {
        this.limit = limit;
    }

    /** Null when the call may go on; it then ends with {@link #leave}. */
    public @Nullable Throttled enter() {
        var now = used.incrementAndGet();
        if (now > limit) {
            used.decrementAndGet();
            return new Throttled(Throttled.Limit.IN_FLIGHT, limit, now - 1L, 1, SOON);
        }
        return null;
    }

    public void leave() {
        used.decrementAndGet();
    }

    public int used() {
        return used.get();
    }
}
