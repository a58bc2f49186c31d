package io.quarry.metadata.access;

import io.quarry.metadata.tenant.TenantId;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Which tenants a caller may see in listings that cross tenants. */
public sealed interface Visible {
    record All() implements Visible {}

    record Only(Set<TenantId> tenants) implements Visible {
        public Only {
            tenants = Set.copyOf(tenants);
        }
    }

    /** What these grants show: all tenants for platform roles, else the tenants that they name. */
    static Visible by(Collection<Grant> grants) {
        if (Permissions.allows(grants, Permission.TENANT_READ, new Scope.Platform())) {
            return new All();
        }
        Set<TenantId> tenants = new java.util.HashSet<>();
        for (Grant grant : grants) {
            if (grant.scope() instanceof Scope.OfTenant(TenantId tenant)) {
                tenants.add(tenant);
            }
        }
        return new Only(tenants);
    }

    default boolean contains(TenantId tenant) {
        return switch (this) {
            case All() -> true;
            case Only(Set<TenantId> tenants) -> tenants.contains(tenant);
        };
    }

    /** The same for the same tenants, in any order; part of a page token. */
    default String digest() {
        return switch (this) {
            case All() -> "all";
            case Only(Set<TenantId> tenants) -> {
                Set<String> names = new TreeSet<>();
                tenants.forEach(tenant -> names.add(tenant.name()));
                yield String.join(",", names);
            }
        };
    }
}
