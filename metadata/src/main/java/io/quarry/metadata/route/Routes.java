package io.quarry.metadata.route;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.row.UnreadableRow;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Routes under one order of revisions. */
@ApplicationScoped
public class Routes {
    private static final Logger LOG = Logger.getLogger(Routes.class);

    /** A gateway that is silent for longer is not waited for when a namespace turns ACTIVE. */
    public static final Duration SILENT = Duration.ofSeconds(5);

    private static final TypeReference<RouteRecord> RECORD = new TypeReference<>() {};
    private static final String UPSERT =
            """
            INSERT INTO route (key, tenant, namespace_uid, incarnation, counter, body)
            VALUES (:key, :tenant, :uid, :incarnation, :counter, :body::jsonb)
            ON CONFLICT (key) DO UPDATE SET incarnation = excluded.incarnation,
                counter = excluded.counter, body = excluded.body, changed_at = now()
            """;
    private static final String AWAITING =
            """
            SELECT i.id, i.last_seen FROM instance i JOIN route r ON r.key = :uid
            WHERE i.last_seen > clock_timestamp() - make_interval(secs => :silent)
            AND (i.applied_incarnation, i.applied_counter) < (r.incarnation, r.counter)
            ORDER BY i.id
            """;

    /**
     * A row in its place.
     *
     * @param record empty if this version cannot read it
     */
    private record Row(Revision revision, Optional<RouteRecord> record) {}

    private final Sql sql;
    private final Namespaces namespaces;
    private final Shards shards;
    private final Grants grants;

    Routes(Sql sql, Namespaces namespaces, Shards shards, Grants grants) {
        this.sql = sql;
        this.namespaces = namespaces;
        this.shards = shards;
        this.grants = grants;
    }

    /** Records after that revision, in order; empty only if none that can be read is left. */
    public List<RouteRecord> changedSince(Revision after, int limit) {
        List<Row> page = page(after, limit);
        while (page.size() == limit && readable(page).isEmpty()) {
            page = page(page.getLast().revision(), limit);
        }
        return readable(page);
    }

    /** All records, in order. */
    public List<RouteRecord> all() {
        return readable(read("ORDER BY incarnation, counter", Map.of()));
    }

    /**
     * Makes the namespace's route anew under a new revision, in the transaction under way; state
     * ACTIVE or RETIRED.
     */
    public Revision refresh(Uid uid, NamespaceState state) {
        Revision revision = next();
        refresh(uid, state, revision);
        return revision;
    }

    private void refresh(Uid uid, NamespaceState state, Revision revision) {
        Namespace namespace = namespaces.byUid(uid);
        List<PlacementRoute> placements =
                namespace.status().placements().stream().map(this::placement).toList();
        Map<String, Set<Role>> granted = grants.onNamespace(uid);
        write(
                namespace.tenant(),
                uid,
                new RouteRecord.OfNamespace(
                        new Route(
                                uid,
                                namespace.address(),
                                state,
                                namespace.spec().abstraction(),
                                settings(uid, namespace.spec()),
                                namespace.status().epoch(),
                                placements,
                                namespace.status().effective().limits(),
                                granted,
                                grants.subjectsOnNamespace(uid),
                                revision)));
    }

    /**
     * As {@link #refresh}, in the state that the route has; nothing while there is no route yet.
     * Looks after its turn has come, or it would miss that the route is published or withdrawn at
     * this moment.
     */
    public void refreshIfThere(Uid uid) {
        Revision revision = next();
        sql.here(
                        handle ->
                                handle.createQuery("SELECT body FROM route WHERE key = :key")
                                        .bind("key", uid.value())
                                        .map((row, _) -> Json.read(row.getString("body"), RECORD))
                                        .findOne())
                .ifPresent(
                        record -> {
                            if (record instanceof RouteRecord.OfNamespace(Route route)) {
                                refresh(uid, route.state(), revision);
                            }
                        });
    }

    /** Makes the record of a tenant's grants anew under a new revision. */
    public Revision refreshGrants(TenantId tenant) {
        Revision revision = next();
        Map<String, Set<Role>> granted = grants.onTenant(tenant);
        TenantGrants record =
                new TenantGrants(tenant, granted, grants.subjectsOnTenant(tenant), revision);
        write(tenant, null, new RouteRecord.OfTenant(record));
        return revision;
    }

    /**
     * Live instances that have not applied the newest revision of that route, with when they were
     * last seen. For the worker, across tenants.
     */
    public List<String> awaiting(Uid uid) {
        return sql.here(handle -> awaiting(handle, uid));
    }

    /** As {@link #awaiting}, for anybody, once the change that is waited for is committed. */
    public List<String> behind(Uid uid) {
        return sql.acrossTenants(handle -> awaiting(handle, uid));
    }

    private static List<String> awaiting(Handle handle, Uid uid) {
        return handle.createQuery(AWAITING)
                .bind("uid", uid.value())
                .bind("silent", (double) SILENT.toSeconds())
                .map(
                        (row, _) ->
                                row.getString("id")
                                        + " (last seen "
                                        + row.getTimestamp("last_seen").toInstant()
                                        + ")")
                .list();
    }

    private List<Row> page(Revision after, int limit) {
        return read(
                "WHERE (incarnation, counter) > (:incarnation, :counter)"
                        + " ORDER BY incarnation, counter LIMIT :limit",
                Map.of(
                        "incarnation",
                        after.incarnation(),
                        "counter",
                        after.counter(),
                        "limit",
                        limit));
    }

    private List<Row> read(String which, Map<String, ?> arguments) {
        return sql.acrossTenants(
                handle ->
                        handle.createQuery(
                                        "SELECT key, incarnation, counter, body FROM route "
                                                + which)
                                .bindMap(arguments)
                                .map(
                                        (row, _) ->
                                                new Row(
                                                        new Revision(
                                                                row.getLong("incarnation"),
                                                                row.getLong("counter")),
                                                        record(row)))
                                .list());
    }

    private static List<RouteRecord> readable(List<Row> rows) {
        return rows.stream().map(Row::record).flatMap(Optional::stream).toList();
    }

    private static Optional<RouteRecord> record(ResultSet row) throws SQLException {
        try {
            return Optional.of(Json.read(row.getString("body"), RECORD));
        } catch (UnreadableRow e) {
            LOG.errorf("route %s is passed over: %s", row.getString("key"), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Locks the one row until the commit, so that the order of revisions is that of commits. What
     * goes into a record is read afterwards, or it could lack what the commit before has written.
     */
    private Revision next() {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "UPDATE route_revision SET counter = counter + 1"
                                                + " RETURNING incarnation, counter")
                                .map(
                                        (row, _) ->
                                                new Revision(
                                                        row.getLong("incarnation"),
                                                        row.getLong("counter")))
                                .one());
    }

    private void write(TenantId tenant, @Nullable Uid uid, RouteRecord record) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(UPSERT)
                                        .bind("key", record.key())
                                        .bind("tenant", tenant.name())
                                        .bind("uid", uid == null ? null : uid.value())
                                        .bind("incarnation", record.revision().incarnation())
                                        .bind("counter", record.revision().counter())
                                        .bind("body", Json.write(RECORD, record))
                                        .execute());
    }

    private PlacementRoute placement(Placement placement) {
        Shard shard =
                shards.find(placement.shard())
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "shard " + placement.shard() + " is not there"));
        return new PlacementRoute(
                placement.role(),
                shard.id(),
                shard.engine(),
                shard.endpoints(),
                shard.settings().get("datacenter"),
                shard.credentialRef());
    }

    private RouteSettings settings(Uid uid, NamespaceSpec spec) {
        IsoDuration ttl = spec.ttl();
        return new RouteSettings(
                spec.writes(),
                spec.consistency(),
                ttl == null ? null : ttl.duration().toSeconds(),
                spec.abstraction() == Abstraction.CACHE ? cache(uid) : null,
                spec.search());
    }

    private CacheRoute cache(Uid uid) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT flush_generation FROM namespace WHERE uid = :uid")
                                .bind("uid", uid.value())
                                .map(
                                        (row, _) ->
                                                new CacheRoute(
                                                        row.getLong("flush_generation"),
                                                        CacheRoute.FIRST.ringGeneration()))
                                .one());
    }
}
