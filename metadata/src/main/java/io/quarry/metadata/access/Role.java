package io.quarry.metadata.access;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a grant gives, from the least to the most. {@link Permissions} says what each may do. */
public enum Role {
    DATA_READER,
    DATA_WRITER,
    TENANT_VIEWER,
    TENANT_DEVELOPER,
    TENANT_ADMIN,
    PLATFORM_OPERATOR,
    PLATFORM_ADMIN;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it says who else may do what on its scope. */
    public boolean administers() {
        return switch (this) {
            case TENANT_ADMIN, PLATFORM_ADMIN -> true;
            case DATA_READER, DATA_WRITER, TENANT_VIEWER, TENANT_DEVELOPER, PLATFORM_OPERATOR ->
                    false;
        };
    }

    /** Whether this role can be granted on that scope at all. */
    public boolean fits(Scope scope) {
        return switch (this) {
            case DATA_READER, DATA_WRITER -> scope instanceof Scope.OfNamespace;
            case TENANT_VIEWER, TENANT_DEVELOPER, TENANT_ADMIN -> scope instanceof Scope.OfTenant;
            case PLATFORM_OPERATOR, PLATFORM_ADMIN -> scope instanceof Scope.Platform;
        };
    }
}
