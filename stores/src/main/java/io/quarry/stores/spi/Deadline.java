package io.quarry.stores.spi;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a call has to be over, by the monotonic clock. It comes from the request and is handed down
 * unchanged.
 */
public final class Deadline {
    private final LongSupplier nanoTime;
    private final long at;

    private Deadline(LongSupplier nanoTime, long at) {
        this.nanoTime = nanoTime;
        this.at = at;
    }

    /** A deadline {@code timeout} from now; up to 292 years. */
    public static Deadline after(Duration timeout) {
        return after(timeout, System::nanoTime);
    }

    /** A deadline by a clock of one's own, in nanoseconds. */
    public static Deadline after(Duration timeout, LongSupplier nanoTime) {
        return new Deadline(nanoTime, nanoTime.getAsLong() + timeout.toNanos());
    }

    /** What is left; zero once it is over. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** What is left in nanoseconds; zero once it is over. */
    public long remainingNanos() {
        return Math.max(0, at - nanoTime.getAsLong());
    }

    public boolean expired() {
        return remainingNanos() == 0;
    }
}
