package io.quarry.metadata.tenant;

import java.time.Instant;

/**
 * An organisation or team. The revision rises with each change of the description and is the
 * resource's ETag.
 */
public record Tenant(
        TenantId name, String description, long revision, Instant createdAt, Instant updatedAt) {}
