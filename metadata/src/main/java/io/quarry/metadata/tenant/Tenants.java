package io.quarry.metadata.tenant;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.answer.Written;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tenants by name. */
@ApplicationScoped
public class Tenants {
    /** Makes or changes a tenant; a stale If-Match is PRECONDITION_FAILED. */
    public Written<Tenant> put(TenantId id, TenantSpec spec, Caller caller) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** The tenant, if there is one. */
    public Optional<Tenant> find(TenantId id) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Visible tenants by name. */
    public Listing<Tenant> list(Visible visible, PageRequest page) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
