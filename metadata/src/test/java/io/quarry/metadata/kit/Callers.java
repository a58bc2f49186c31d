package io.quarry.metadata.kit;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.idempotency.IdempotencyKey;

/** Who asks, and how. */
public final class Callers {
    public static final Principal ADA = new Principal("realm-it", "subject-ada", "user:ada");

    private Callers() {}

    public static Caller ada() {
        return new Caller(ADA, "request-1", null, null);
    }

    /** She has seen that revision. */
    public static Caller ada(long ifMatch) {
        return new Caller(ADA, "request-1", null, ifMatch);
    }

    public static Caller ada(IdempotencyKey key) {
        return new Caller(ADA, "request-1", key, null);
    }
}
