package io.quarry.metadata.access;

import io.quarry.metadata.tenant.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which tenants a caller may see in listings that cross tenants. */
public sealed interface Visible {
    record All() implements Visible {}

    record Only(Set<TenantId> tenants) implements Visible {
        public Only {
            tenants = Set.copyOf(tenants);
        }
    }

    /**
     * The tenants for which these grants allow it: all by a platform role, else some of those
     * named.
     */
    static Visible by(Collection<Grant> grants, Permission permission) {
        if (Permissions.allows(grants, permission, new Scope.Platform())) {
            return new All();
        }
        Set<TenantId> tenants = new HashSet<>();
        for (Grant grant : grants) {
            if (grant.scope() instanceof Scope.OfTenant(TenantId tenant)
                    && Permissions.allows(List.of(grant), permission, grant.scope())) {
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

    /** Null for all. */
    default String @Nullable [] names() {
        return switch (this) {
            case All() -> null;
            case Only(Set<TenantId> tenants) ->
                    tenants.stream().map(TenantId::name).toArray(String[]::new);
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
