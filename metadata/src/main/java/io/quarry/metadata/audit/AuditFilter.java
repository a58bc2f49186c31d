package io.quarry.metadata.audit;

import io.quarry.metadata.access.Visible;
import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted: those that all of it fits, where null fits any.
 *
 * @param visible whose events may be seen; those of no tenant by whoever may see all
 * @param resource what it begins with
 * @param operation what carries the change out
 * @param request the id of the request that asked for it
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
        @Nullable UUID operation,
        @Nullable String request,
        @Nullable Instant from,
        @Nullable Instant to) {
    /** The same for the same events; part of a page token. */
    String digest() {
        return Stream.of(
                        visible.digest(),
                        tenant,
                        actor,
                        action,
                        resource,
                        outcome,
                        operation,
                        request,
                        from,
                        to)
                .map(String::valueOf)
                .collect(Collectors.joining(" "));
    }
}
