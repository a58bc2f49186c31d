package io.quarry.metadata.route;

import io.quarry.metadata.access.Role;
import io.quarry.metadata.tenant.TenantId;
import java.util.Map;
import java.util.Set;

/** The grants that hold on all of a tenant's namespaces, by principal. */
public record TenantGrants(TenantId tenant, Map<String, Set<Role>> grants, Revision revision) {
    public TenantGrants {
        grants = Map.copyOf(grants);
    }
}
