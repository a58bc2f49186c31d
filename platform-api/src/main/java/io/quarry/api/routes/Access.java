package io.quarry.api.routes;

import io.quarry.metadata.access.Permission;
import io.quarry.metadata.access.Permissions;
import io.quarry.metadata.access.Role;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a principal may do with data, worked out when a route arrives so that a request only
 * compares.
 */
public enum Access {
    /** A role of the tenant that reaches no data: the caller may know that the namespace exists. */
    SEE,
    READ,
    WRITE;

    public boolean allows(Access wanted) {
        return compareTo(wanted) >= 0;
    }

    static @Nullable Access of(Set<Role> roles) {
        Access best = null;
        for (var role : roles) {
            var permissions = Permissions.of(role);
            var one =
                    permissions.contains(Permission.DATA_WRITE)
                            ? WRITE
                            : permissions.contains(Permission.DATA_READ) ? READ : SEE;
            best = better(best, one);
        }
        return best;
    }

    static @Nullable Access better(@Nullable Access a, @Nullable Access b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return a.allows(b) ? a : b;
    }
}
