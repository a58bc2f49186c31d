package io.quarry.api.security;

import io.quarry.metadata.access.Principal;
import java.time.Instant;

/**
 * What is left of a bearer token once its signature, issuer, audience and times have been checked.
 *
 * @param name the name without its kind: {@code demo-developer} of {@code user:demo-developer}
 */
public record VerifiedToken(Principal principal, String name, Instant expiresAt) {}
