package io.quarry.metadata.idempotency;

/**
 * What makes a repeated request the same request.
 *
 * @param key as the caller sent it, 1 to 255 characters
 * @param route method and path, so that a key is not shared between routes
 * @param requestHash a digest of the body and of what else decides the effect
 */
public record IdempotencyKey(String key, String route, String requestHash) {}
