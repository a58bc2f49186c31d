package io.quarry.api.routes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Subject;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.FieldType;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.SearchField;
import io.quarry.metadata.namespace.SearchSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.route.CacheRoute;
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
import org.jspecify.annotations.Nullable;

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

    private static final PlacementRoute POOL =
            new PlacementRoute(
                    PlacementRole.PRIMARY,
                    "memcached-1",
                    Engine.MEMCACHED,
                    List.of("127.0.0.1:11211"),
                    null,
                    "memcached-1");

    /** A field of each type. */
    public static final Map<String, SearchField> FIELDS =
            Map.of(
                    "title", new SearchField(FieldType.TEXT, null, null),
                    "tag", new SearchField(FieldType.KEYWORD, null, null),
                    "views", new SearchField(FieldType.LONG, null, null),
                    "price", new SearchField(FieldType.DOUBLE, null, null),
                    "seen", new SearchField(FieldType.DATE, null, null),
                    "open", new SearchField(FieldType.BOOLEAN, null, null),
                    "place", new SearchField(FieldType.GEO_POINT, null, null),
                    "meaning", new SearchField(FieldType.DENSE_VECTOR, null, 2));

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
                        Map.of(),
                        new Revision(1, revision)));
    }

    /** As another, where these addresses mean somebody. */
    static RouteRecord meaning(RouteRecord record, Map<String, Subject> subjects) {
        return switch (record) {
            case RouteRecord.OfNamespace(Route it) ->
                    new RouteRecord.OfNamespace(
                            new Route(
                                    it.uid(),
                                    it.namespace(),
                                    it.state(),
                                    it.abstraction(),
                                    it.settings(),
                                    it.epoch(),
                                    it.placements(),
                                    it.limits(),
                                    it.grants(),
                                    subjects,
                                    it.revision()));
            case RouteRecord.OfTenant(TenantGrants it) ->
                    new RouteRecord.OfTenant(
                            new TenantGrants(it.tenant(), it.grants(), subjects, it.revision()));
        };
    }

    /** A cache, on a pool of its own. */
    public static RouteRecord cache(
            long uid,
            String tenant,
            String name,
            long revision,
            Limits limits,
            @Nullable CacheRoute generations) {
        return new RouteRecord.OfNamespace(
                new Route(
                        uid(uid),
                        NamespaceId.of(tenant, name),
                        NamespaceState.ACTIVE,
                        Abstraction.CACHE,
                        new RouteSettings(
                                Writes.LAST_WRITE_WINS,
                                Consistency.READ_YOUR_WRITES,
                                null,
                                generations,
                                null),
                        1,
                        List.of(POOL),
                        limits,
                        Map.of(),
                        Map.of(),
                        new Revision(1, revision)));
    }

    /** A search namespace of tenant demo with a field of each type. */
    public static RouteRecord searchRoute(long uid, String name, long revision, Limits limits) {
        return new RouteRecord.OfNamespace(
                new Route(
                        uid(uid),
                        NamespaceId.of("demo", name),
                        NamespaceState.ACTIVE,
                        Abstraction.SEARCH,
                        new RouteSettings(
                                Writes.LAST_WRITE_WINS,
                                Consistency.READ_YOUR_WRITES,
                                null,
                                null,
                                new SearchSpec(FIELDS)),
                        1,
                        List.of(PRIMARY),
                        limits,
                        Map.of(),
                        Map.of(),
                        new Revision(1, revision)));
    }

    public static RouteRecord grants(String tenant, Map<String, Set<Role>> grants, long revision) {
        return new RouteRecord.OfTenant(
                new TenantGrants(TenantId.of(tenant), grants, Map.of(), new Revision(1, revision)));
    }

    /** The first of that name. */
    static Principal principal(String address) {
        return new Principal("https://login.example.org", "the first " + address, address);
    }

    static RouteCodec codec() {
        return new RouteCodec(
                new ObjectMapper()
                        .findAndRegisterModules()
                        .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    }
}
