package io.quarry.metadata.route;

import io.quarry.metadata.access.Role;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the data plane needs to serve one namespace.
 *
 * @param state ACTIVE to be served, RETIRED to be answered as absent
 * @param grants of this namespace only, by principal; the tenant's are in {@link TenantGrants}
 */
public record Route(
        Uid uid,
        NamespaceId namespace,
        NamespaceState state,
        Abstraction abstraction,
        RouteSettings settings,
        int epoch,
        List<PlacementRoute> placements,
        Limits limits,
        Map<String, Set<Role>> grants,
        Revision revision) {
    public Route {
        placements = List.copyOf(placements);
        grants = Map.copyOf(grants);
    }
}
