package io.quarry.metadata.operation;

import io.quarry.metadata.access.Visible;
import io.quarry.metadata.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/** Which operations; null is no condition. State as in answers, such as {@code WAITING}. */
public record OperationFilter(
        Visible visible,
        @Nullable TenantId tenant,
        @Nullable String namespace,
        @Nullable OperationType type,
        @Nullable String state) {}
