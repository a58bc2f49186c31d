package io.quarry.api.routes;

import io.quarry.metadata.route.Route;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A route as requests use it. A changed route is another object, so what was derived from one can
 * be kept beside it. It holds on to its tenant's grants, which change by themselves: one step in
 * memory less for each request among a million routes.
 */
public final class ServedRoute {
    private final Route route;
    private final Map<String, Access> grants;
    private final TenantAccess tenant;

    ServedRoute(Route route, TenantAccess tenant) {
        this.route = route;
        this.grants = Access.of(route.grants());
        this.tenant = tenant;
    }

    public Route route() {
        return route;
    }

    /**
     * The best that the principal's grants give here; null when there are none, and the namespace
     * must not be told.
     */
    public @Nullable Access access(String principal) {
        return Access.better(grants.get(principal), tenant.granted(principal));
    }

    /** What a tenant's own grants give on all of its namespaces, as of now. */
    static final class TenantAccess {
        private volatile Map<String, Access> grants = Map.of();

        void become(Map<String, Access> fresh) {
            grants = fresh;
        }

        private @Nullable Access granted(String principal) {
            return grants.get(principal);
        }
    }
}
