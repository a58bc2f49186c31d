package io.quarry.abstractions.token;

import java.time.Clock;
import java.time.Duration;

/**
 * How far a generation may be from the server's clock. Ahead, because a write far in the future
 * would win against everyone; behind, because stores remember deletions for a limited time only,
 * twice the limit here.
 *
 * @param ahead not negative
 * @param behind not negative; at most half the time that stores remember deletions
 */
public record DriftPolicy(Clock clock, Duration ahead, Duration behind) {
    public static final Duration DEFAULT_AHEAD = Duration.ofSeconds(5);
    public static final Duration DEFAULT_BEHIND = Duration.ofHours(24);

    /** 5 s ahead, 24 h behind. */
    public static DriftPolicy standard(Clock clock) {
        return new DriftPolicy(clock, DEFAULT_AHEAD, DEFAULT_BEHIND);
    }

    /**
     * @throws TokenRefused.Drifted where the generation is too far from the clock
     */
    public void check(Token token) {
        long drift = token.generation() - TokenMint.micros(clock.instant());
        if (drift > toMicros(ahead)) {
            throw new TokenRefused.Drifted(true, ofMicros(drift), ahead);
        }
        if (-drift > toMicros(behind)) {
            throw new TokenRefused.Drifted(false, ofMicros(-drift), behind);
        }
    }

    private static long toMicros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private static Duration ofMicros(long micros) {
        return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }
}
