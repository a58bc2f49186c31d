package io.quarry.worker;

import java.time.Duration;
import java.util.function.Predicate;

/** Looks until a condition holds. */
final class Awaiting {
    private Awaiting() {}

    /** How something is looked at, again and again. */
    interface Look<T, X extends Exception> {
        T see() throws X;
    }

    /** What was seen as soon as it held; fails with what was seen last. */
    static <T, X extends Exception> T until(
            String what, Duration atMost, Look<T, X> look, Predicate<T> holds)
            throws X, InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            T seen = look.see();
            if (holds.test(seen)) {
                return seen;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "not within " + atMost + ": " + what + "; last seen: " + seen);
            }
            Thread.sleep(20);
        }
    }
}
