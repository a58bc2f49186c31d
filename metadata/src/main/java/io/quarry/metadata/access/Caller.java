package io.quarry.metadata.access;

import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.problem.Preconditions;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, and how.
 *
 * @param requestId the request's id, for the audit row
 * @param idempotency what the caller sent as Idempotency-Key, or null
 * @param ifMatch the revision that the caller has seen, {@link Preconditions#ABSENT} to create and
 *     never to replace, or null
 */
public record Caller(
        Principal principal,
        String requestId,
        @Nullable IdempotencyKey idempotency,
        @Nullable Long ifMatch) {

    /** A caller that is a part of the platform. */
    public static Caller platform(String part, String requestId) {
        return new Caller(Principal.platform(part), requestId, null, null);
    }

    /** The same, who wants to create and never to replace. */
    public Caller creating() {
        return new Caller(principal, requestId, idempotency, Preconditions.ABSENT);
    }
}
