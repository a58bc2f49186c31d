package io.quarry.metadata.audit;

import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done, or was denied.
 *
 * @param id rises with time
 * @param tenant whose it was; null for what belongs to no tenant
 * @param actor {@code user:NAME} or {@code client:ID}
 * @param action such as {@code namespace.create}; of a denial the route, as the contract has it
 * @param resource what it was done to
 * @param requestId null for a denial, which stands for all of its minute
 * @param detail what else is known of it, never a secret
 */
public record AuditEvent(
        long id,
        Instant at,
        @Nullable TenantId tenant,
        String actor,
        String action,
        String resource,
        AuditOutcome outcome,
        @Nullable String requestId,
        Map<String, Object> detail) {
    public AuditEvent {
        detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
    }
}
