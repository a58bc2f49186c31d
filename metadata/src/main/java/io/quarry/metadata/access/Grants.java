package io.quarry.metadata.access;

import io.quarry.metadata.answer.Written;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Grants of people and programs. */
@ApplicationScoped
public class Grants {
    /** Everything that was granted to a principal, over all tenants. */
    public List<Grant> of(String principal) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** The grants on a tenant and on its namespaces. */
    public List<Grant> inTenant(TenantId tenant) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** The grants on the platform. */
    public List<Grant> onPlatform() {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Grants, or changes the role; NOT_FOUND if the scope does not exist. */
    public Written<Grant> put(Grant grant, Caller caller) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Takes away; false if nothing was granted there. */
    public boolean remove(String principal, Scope scope, Caller caller) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
