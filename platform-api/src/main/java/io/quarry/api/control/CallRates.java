package io.quarry.api.control;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * How fast a principal may call control routes: a bucket for reads and one for changes each, in
 * this process. Of more principals than are remembered, those that were not seen for long begin
 * anew.
 */
@Singleton
public class CallRates {
    private final Kind reads;
    private final Kind changes;

    CallRates(ControlConfig config) {
        var rates = config.rates();
        reads = new Kind("control-reads", rates.readsPerSecond(), rates);
        changes = new Kind("control-changes", rates.changesPerSecond(), rates);
    }

    /** Takes one call from the principal's bucket, if it is there. */
    Spent spend(String principal, boolean change) {
        return (change ? changes : reads).spend(principal);
    }

    /**
     * What is left after a call.
     *
     * @param allowed whether it may go on
     * @param burst what may be spent at once after a quiet time
     * @param window in how many seconds an empty bucket is full
     * @param left calls that may follow at once
     * @param seconds until the bucket is full, or where it was empty until the next call may come
     */
    record Spent(boolean allowed, String policy, long burst, long window, long left, long seconds) {
        /** As draft-ietf-httpapi-ratelimit-headers has it. */
        String rateLimit() {
            return "\"" + policy + "\";r=" + left + ";t=" + seconds;
        }

        /** As draft-ietf-httpapi-ratelimit-headers has it. */
        String rateLimitPolicy() {
            return "\"" + policy + "\";q=" + burst + ";w=" + window;
        }
    }

    private static final class Kind {
        private final String policy;
        private final int perSecond;
        private final long burst;
        private final long window;
        private final Cache<String, Bucket> buckets;

        Kind(String policy, int perSecond, ControlConfig.Rates rates) {
            this.policy = policy;
            this.perSecond = perSecond;
            this.window = rates.burstSeconds();
            this.burst = perSecond * window;
            this.buckets = Caffeine.newBuilder().maximumSize(rates.principals()).build();
        }

        Spent spend(String principal) {
            var probe = buckets.get(principal, _ -> bucket()).tryConsumeAndReturnRemaining(1);
            var wait =
                    probe.isConsumed()
                            ? probe.getNanosToWaitForReset()
                            : probe.getNanosToWaitForRefill();
            return new Spent(
                    probe.isConsumed(),
                    policy,
                    burst,
                    window,
                    probe.getRemainingTokens(),
                    Math.max(1, Math.ceilDiv(wait, 1_000_000_000L)));
        }

        private Bucket bucket() {
            return Bucket.builder()
                    .addLimit(
                            limit ->
                                    limit.capacity(burst)
                                            .refillGreedy(perSecond, Duration.ofSeconds(1)))
                    .build();
        }
    }
}
