package io.quarry.metadata.access;

import io.quarry.metadata.idempotency.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/**
 * Who asks for a change, and how.
 *
 * @param requestId the request's id, for the audit row
 * @param idempotency what the caller sent as Idempotency-Key, or null
 * @param ifMatch the revision that the caller has seen, or null
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
}
