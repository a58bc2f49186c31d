package io.quarry.metadata.audit;

import io.quarry.metadata.access.Visible;
import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted: those that all of it fits, where null fits any.
 *
 * @param visible whose events may be seen; those of no tenant by whoever may see all
 * @param resource what it begins with
 * @param from the earliest, included
 * @param to the latest, excluded
 */
public record AuditFilter(
        Visible visible,
        @Nullable TenantId tenant,
        @Nullable String actor,
        @Nullable String action,
        @Nullable String resource,
        @Nullable AuditOutcome outcome,
        @Nullable Instant from,
        @Nullable Instant to) {}
