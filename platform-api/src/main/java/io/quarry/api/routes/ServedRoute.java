package io.quarry.api.routes;

import io.quarry.metadata.access.Principal;
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
    private final Map<String, Held> grants;
    private final TenantAccess tenant;

    ServedRoute(Route route, TenantAccess tenant) {
        this.route = route;
        this.grants = Held.of(route.grants(), route.subjects());
        this.tenant = tenant;
    }

    public Route route() {
        return route;
    }

    /**
     * The best that the principal's grants give here; null when there are none, and the namespace
     * must not be told. A grant to its name that is another subject's is none.
     */
    public @Nullable Access access(Principal principal) {
        return Access.better(
                of(grants.get(principal.address()), principal),
                of(tenant.grants.get(principal.address()), principal));
    }

    private @Nullable Access of(@Nullable Held held, Principal principal) {
        if (held == null) {
            return null;
        }
        if (held.open()) {
            tenant.sightings.saw(principal);
        }
        return held.of(principal);
    }

    /** What a tenant's own grants give on all of its namespaces, as of now. */
    static final class TenantAccess {
        private final Sightings sightings;
        private volatile Map<String, Held> grants = Map.of();

        TenantAccess(Sightings sightings) {
            this.sightings = sightings;
        }

        void become(Map<String, Held> fresh) {
            grants = fresh;
        }
    }
}
