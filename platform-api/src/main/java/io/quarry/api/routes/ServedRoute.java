package io.quarry.api.routes;

import io.quarry.metadata.route.Route;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A route as requests use it. A changed route is another object, so what was derived from one can
 * be kept beside it.
 */
public final class ServedRoute {
    private final Route route;
    private final Map<String, Access> grants;

    ServedRoute(Route route) {
        this.route = route;
        this.grants = Access.of(route.grants());
    }

    public Route route() {
        return route;
    }

    @Nullable Access granted(String principal) {
        return grants.get(principal);
    }
}
