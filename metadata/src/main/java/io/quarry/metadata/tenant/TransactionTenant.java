package io.quarry.metadata.tenant;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells Hibernate whose transaction is under way. */
@PersistenceUnitExtension
@ApplicationScoped
class TransactionTenant implements TenantResolver {
    /** A name that no tenant can have: outside {@link Tenancy} nothing is found. */
    private static final String NOBODY = "@nobody";

    @Override
    public String getDefaultTenantId() {
        return NOBODY;
    }

    @Override
    public String resolveTenantId() {
        return Tenancy.CONTEXT.orElse(NOBODY);
    }

    @Override
    public boolean isRoot(String tenantId) {
        return tenantId.equals(Tenancy.SYSTEM);
    }
}
