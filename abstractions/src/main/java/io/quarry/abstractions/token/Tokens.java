package io.quarry.abstractions.token;

import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The token of each write: the caller's own, judged, or a minted one. One per process. */
public record Tokens(TokenMint mint, DriftPolicy drift) {
    /** The usual ones, by the given clock. */
    public static Tokens standard(Clock clock) {
        return new Tokens(
                new TokenMint(clock, () -> ThreadLocalRandom.current().nextLong()),
                DriftPolicy.standard(clock));
    }

    /**
     * @throws TokenRefused.Drifted where the given token is too far from the server's clock
     */
    public Token accept(@Nullable Token given) {
        if (given == null) {
            return mint.mint();
        }
        drift.check(given);
        return given;
    }
}
