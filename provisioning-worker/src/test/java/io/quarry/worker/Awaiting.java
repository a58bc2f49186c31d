package io.quarry.worker;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looks until a condition holds. */
final class Awaiting {
    private Awaiting() {}

    static <T> T until(String what, Duration atMost, Supplier<T> look, Predicate<T> holds)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            T seen = look.get();
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
