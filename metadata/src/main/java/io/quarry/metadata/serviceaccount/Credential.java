package io.quarry.metadata.serviceaccount;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client id and the secret that only its owner has.
 *
 * @param worksUntil the end of the overlap, of one that a rotation has replaced; else null
 */
public record Credential(
        String clientId, CredentialState state, Instant createdAt, @Nullable Instant worksUntil) {}
