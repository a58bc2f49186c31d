package io.quarry.metadata.audit;

import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that was done, or was denied. No member ever holds a secret.
 *
 * @param id rises with time
 * @param tenant whose it was; null for what belongs to no tenant
 * @param actor {@code user:NAME} or {@code client:ID}
 * @param action such as {@code namespace.create}; of a denial the route, as the contract has it
 * @param resource what it was done to
 * @param requestId null for a denial, which stands for all of its minute
 * @param operationId what carries the change out, or carried it out; null where nothing had to
 * @param before what people could see of the resource; null where there was none
 * @param after what they can see of it since; null where there is none
 * @param detail what else is known of it
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
        @Nullable UUID operationId,
        @Nullable Map<String, Object> before,
        @Nullable Map<String, Object> after,
        Map<String, Object> detail) {
    public AuditEvent {
        before = before == null ? null : unchanging(before);
        after = after == null ? null : unchanging(after);
        detail = unchanging(detail);
    }

    private static Map<String, Object> unchanging(Map<String, Object> members) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }
}
