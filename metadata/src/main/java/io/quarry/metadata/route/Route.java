package io.quarry.metadata.route;

import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Subject;
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
 * @param grants of this namespace only, by address; the tenant's are in {@link TenantGrants}
 * @param subjects whom those addresses mean; those that are not here mean nobody yet
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
        Map<String, Subject> subjects,
        Revision revision) {
    public Route {
        placements = List.copyOf(placements);
        grants = Map.copyOf(grants);
        subjects = subjects == null ? Map.of() : Map.copyOf(subjects);
    }
}
