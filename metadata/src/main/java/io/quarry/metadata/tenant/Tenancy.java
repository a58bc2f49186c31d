package io.quarry.metadata.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;

/** The one way into a transaction. */
@ApplicationScoped
public class Tenancy {
    /** A transaction of that tenant; joins one of the same tenant or of the system. */
    public <T> T call(TenantId tenant, Supplier<T> work) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** A transaction of that tenant; joins one of the same tenant or of the system. */
    public void run(TenantId tenant, Runnable work) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Work on what belongs to no tenant, such as platform grants. */
    public <T> T platform(Supplier<T> work) {
        throw new UnsupportedOperationException("lands with the next change");
    }

    /** Work across tenants: a transaction in a process of the platform, reads only in the API. */
    public <T> T system(Supplier<T> work) {
        throw new UnsupportedOperationException("lands with the next change");
    }
}
