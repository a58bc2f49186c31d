package io.quarry.worker.claim;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between tries: they double up to a ceiling, and half of each is left to chance, so that
 * operations that failed together do not come back together.
 */
record Backoff(Duration first, Duration longest) {

    /**
     * The pause after the given try, counted from 1: between half and all of {@code first *
     * 2^(attempt - 1)}.
     */
    Duration after(int attempt, RandomGenerator random) {
        int doublings = Math.clamp(attempt - 1L, 0, 30);
        long ceiling = longest.toMillis();
        long full = Math.min(ceiling, Math.max(1, first.toMillis()) << doublings);
        return Duration.ofMillis(full / 2 + random.nextLong(full - full / 2 + 1));
    }
}
