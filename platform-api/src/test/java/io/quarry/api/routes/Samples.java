package io.quarry.api.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.route.PlacementRoute;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.RouteSettings;
import io.quarry.metadata.route.TenantGrants;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Routes as a publisher would write them. */
public final class Samples {
    public static final PlacementRoute PRIMARY =
            new PlacementRoute(
                    PlacementRole.PRIMARY,
                    "cassandra-1",
                    Engine.CASSANDRA,
                    List.of("127.0.0.1:9042"),
                    "datacenter1",
                    "cassandra-1");

    private Samples() {}

    /** A uid that ends in this number. */
    public static Uid uid(long number) {
        return Uid.of("u" + String.format("%019d", number));
    }

    public static RouteRecord route(
            long uid, String tenant, String name, NamespaceState state, long revision) {
        return route(uid, tenant, name, state, revision, Map.of(), new Limits(0, 0));
    }

    public static RouteRecord route(
            long uid,
            String tenant,
            String name,
            NamespaceState state,
            long revision,
            Map<String, Set<Role>> grants,
            Limits limits) {
        return route(uid, tenant, name, state, revision, grants, limits, Writes.LAST_WRITE_WINS);
    }

    public static RouteRecord route(
            long uid,
            String tenant,
            String name,
            NamespaceState state,
            long revision,
            Map<String, Set<Role>> grants,
            Limits limits,
            Writes writes) {
        return new RouteRecord.OfNamespace(
                new Route(
                        uid(uid),
                        NamespaceId.of(tenant, name),
                        state,
                        Abstraction.KEY_VALUE,
                        new RouteSettings(writes, Consistency.READ_YOUR_WRITES, null),
                        1,
                        List.of(PRIMARY),
                        limits,
                        grants,
                        new Revision(1, revision)));
    }

    public static RouteRecord grants(String tenant, Map<String, Set<Role>> grants, long revision) {
        return new RouteRecord.OfTenant(
                new TenantGrants(TenantId.of(tenant), grants, new Revision(1, revision)));
    }

    static RouteCodec codec() {
        return new RouteCodec(
                new ObjectMapper()
                        .findAndRegisterModules()
                        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }
}
