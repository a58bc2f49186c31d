package io.quarry.metadata.tenant;

import java.util.Objects;

/** What may be said of a tenant when it is made or changed. */
public record TenantSpec(String description) {
    public static final int MAX_DESCRIPTION = 1_000;

    public TenantSpec {
        description = Objects.requireNonNullElse(description, "");
    }
}
