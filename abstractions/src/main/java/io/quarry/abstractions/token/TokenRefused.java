package io.quarry.abstractions.token;

import io.quarry.abstractions.Refusal;
import java.time.Duration;

/** Why a token is not accepted. */
public abstract sealed class TokenRefused extends Refusal {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 64;

    private TokenRefused(String code, String message) {
        super(code, "token", message);
    }

    /** Not of the form {@code <generation>-<nonce>}. */
    public static final class Malformed extends TokenRefused {
        private static final long serialVersionUID = 1L;

        public Malformed(String text) {
            super(
                    "token-malformed",
                    "A token is <microseconds since 1970>-<up to 16 hexadecimal digits>, not \""
                            + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…")
                            + "\".");
        }
    }

    /** Its generation is further from the server's clock than allowed. */
    public static final class Drifted extends TokenRefused {
        private static final long serialVersionUID = 1L;

        private final boolean ahead;
        private final Duration drift;
        private final Duration allowed;

        public Drifted(boolean ahead, Duration drift, Duration allowed) {
            super(
                    "token-drift",
                    "The token's generation is %s %s the server's clock; at most %s is allowed."
                            .formatted(drift, ahead ? "ahead of" : "behind", allowed));
            this.ahead = ahead;
            this.drift = drift;
            this.allowed = allowed;
        }

        /** True: ahead of the server's clock; false: behind. */
        public boolean ahead() {
            return ahead;
        }

        /** How far, not negative. */
        public Duration drift() {
            return drift;
        }

        public Duration allowed() {
            return allowed;
        }
    }
}
