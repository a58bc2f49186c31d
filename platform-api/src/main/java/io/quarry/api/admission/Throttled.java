package io.quarry.api.admission;

import java.time.Duration;

/**
 * A refusal, with what the caller needs to come back at the right time.
 *
 * @param limit what may pass, in units a second or calls in flight
 * @param used how much of it is taken now
 * @param requested what this call would have taken
 * @param retryAfter when the same call would pass if nobody else came; at least a millisecond
 */
public record Throttled(Limit kind, long limit, long used, long requested, Duration retryAfter) {

    /** Which limit was hit; its name is the policy's name in the RateLimit headers. */
    public enum Limit {
        READS("reads"),
        WRITES("writes"),
        IN_FLIGHT("in-flight");

        private final String policy;

        Limit(String policy) {
            this.policy = policy;
        }

        public String policy() {
            return policy;
        }
    }

    /** Whole seconds, rounded up, as Retry-After wants them. */
    public long retryAfterSeconds() {
        return Math.max(1, (retryAfter.toMillis() + 999) / 1000);
    }
}
