package io.quarry.metadata.serviceaccount;

import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program of a tenant.
 *
 * @param clientId of the newest credential whose secret was shown
 * @param credentials all that work, or are about to, oldest first
 * @param rotatedAt when the newest credential replaced another; null before the first rotation
 */
public record ServiceAccount(
        ServiceAccountId id,
        TenantId tenant,
        String name,
        String description,
        ServiceAccountState state,
        String clientId,
        List<Credential> credentials,
        String createdBy,
        Instant createdAt,
        @Nullable Instant rotatedAt) {
    public ServiceAccount {
        credentials = List.copyOf(credentials);
    }

    /** The number of the newest credential, which rises with each rotation. */
    public long revision() {
        return Long.parseLong(clientId.substring(clientId.lastIndexOf('.') + 1));
    }
}
