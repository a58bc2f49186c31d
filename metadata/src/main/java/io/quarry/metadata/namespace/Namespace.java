package io.quarry.metadata.namespace;

import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;

/**
 * One unit of data that a tenant owns. The revision is the spec's and rises with each change of it;
 * it is the ETag.
 */
public record Namespace(
        Uid uid,
        TenantId tenant,
        String name,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        NamespaceSpec spec,
        Status status) {
    /** The address, as one value. */
    public NamespaceId address() {
        return new NamespaceId(tenant, name);
    }
}
