package io.quarry.api.admission;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One token bucket: units a second, with a burst. Lock-free. */
final class Rate {
    private final Throttled.Limit kind;
    private final double perSecond;
    private final long burst;
    private final Bucket bucket;

    Rate(Throttled.Limit kind, double perSecond, int burstSeconds, int leastBurst) {
        this.kind = kind;
        this.perSecond = perSecond;
        this.burst = Math.max(leastBurst, (long) Math.ceil(perSecond * burstSeconds));
        this.bucket = Bucket.builder().addLimit(bandwidth(perSecond, burst)).build();
    }

    private static Bandwidth bandwidth(double perSecond, long burst) {
        var capacity = Bandwidth.builder().capacity(burst);
        // the library refills whole units a period: a rate below a thousand a second is told by the
        // length of its period instead
        return perSecond >= 1000
                ? capacity.refillGreedy(Math.round(perSecond), Duration.ofSeconds(1)).build()
                : capacity.refillGreedy(1, Duration.ofNanos(Math.round(1e9 / perSecond))).build();
    }

    /**
     * Takes the units or says why not. A call dearer than the whole burst passes when the bucket is
     * full, and leaves a debt.
     */
    @Nullable Throttled take(long units) {
        var first = Math.min(units, burst);
        if (!bucket.tryConsume(first)) {
            var probe = bucket.estimateAbilityToConsume(first);
            return new Throttled(
                    kind,
                    Math.max(1, Math.round(perSecond)),
                    burst - probe.getRemainingTokens(),
                    units,
                    Duration.ofNanos(Math.max(1_000_000, probe.getNanosToWaitForRefill())));
        }
        if (units > first) {
            owe(units - first);
        }
        return null;
    }

    /**
     * Takes units whose number was known only afterwards, if need be on credit: the next calls wait
     * for it.
     */
    void owe(long units) {
        if (units > 0) {
            bucket.consumeIgnoringRateLimits(units);
        }
    }

    long available() {
        return bucket.getAvailableTokens();
    }
}
