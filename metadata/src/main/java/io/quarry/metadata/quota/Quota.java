package io.quarry.metadata.quota;

import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;

/**
 * What a tenant may take, and what it does. The revision rises with each change of the limits and
 * is the resource's ETag.
 *
 * @param reserved by all namespaces until they are purged; this is what the limits bound
 * @param used the part of it that namespaces have which hold their names; the rest is kept for
 *     retired ones
 * @param currency of the monthly costs, as ISO 4217 has it
 */
public record Quota(
        TenantId tenant,
        QuotaLimits limits,
        QuotaAmounts reserved,
        QuotaAmounts used,
        String currency,
        long revision,
        Instant updatedAt) {}
