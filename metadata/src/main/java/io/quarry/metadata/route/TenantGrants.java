package io.quarry.metadata.route;

import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Subject;
import io.quarry.metadata.tenant.TenantId;
import java.util.Map;
import java.util.Set;

/**
 * The grants that hold on all of a tenant's namespaces.
 *
 * @param grants by address
 * @param subjects whom the addresses mean; those that are not here mean nobody yet
 */
public record TenantGrants(
        TenantId tenant,
        Map<String, Set<Role>> grants,
        Map<String, Subject> subjects,
        Revision revision) {
    public TenantGrants {
        grants = Map.copyOf(grants);
        subjects = subjects == null ? Map.of() : Map.copyOf(subjects);
    }
}
