package io.quarry.api.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for what happens by itself, and never longer than it takes. */
public final class Awaiting {
    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(10);

    private Awaiting() {}

    /** How long it took until that was so; fails if it took longer. */
    public static Duration within(Duration longest, String what, BooleanSupplier condition) {
        var begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begin > longest.toNanos()) {
                throw new AssertionError("not within " + longest + ": " + what);
            }
            LockSupport.parkNanos(LOOK);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    /** What was seen when that was so; fails with what was seen last if it took longer. */
    public static <T> T seen(Duration longest, String what, Supplier<T> look, Predicate<T> holds) {
        var begin = System.nanoTime();
        while (true) {
            var seen = look.get();
            if (holds.test(seen)) {
                return seen;
            }
            if (System.nanoTime() - begin > longest.toNanos()) {
                throw new AssertionError(
                        "not within " + longest + ": " + what + "; last seen: " + seen);
            }
            LockSupport.parkNanos(LOOK);
        }
    }

    /** Returns at that time by this machine's clock. */
    public static void until(Instant time) {
        while (Instant.now().isBefore(time)) {
            LockSupport.parkNanos(Duration.between(Instant.now(), time).toNanos());
        }
    }
}
