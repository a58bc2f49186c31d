package io.quarry.metadata.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditFilter;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Scans;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceFilter;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.RetiredNamespaces;
import io.quarry.metadata.operation.OperationFilter;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Fleet;
import io.quarry.metadata.shard.FleetFilter;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.usage.Usage;
import io.quarry.metadata.usage.UsageStep;
import io.quarry.metadata.usage.UsageWindow;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Each list, filtered and searched as its route allows, finds its page among many rows without
 * reading a table from end to end: as the role that answers requests, under its policies.
 */
@QuarkusTest
class IndexedListsIT {
    private static final int TENANTS = 20;
    private static final int EACH = 2_000;
    private static final int SHARDS = 4_000;

    /** The driver and the server change their minds about a statement that comes again. */
    private static final int TIMES = 12;

    /** So that a tenant may have its own rows read, and nobody those of all. */
    private static final long MOST_ROWS = 3L * EACH;

    /** A fleet has hundreds of rows, so few that reading them all may be the quickest. */
    private static final String FEW = "shard";

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<String> TABLES =
            List.of("namespace", "placement", "operation", "audit", "usage_cell", "shard");

    @Inject Namespaces namespaces;
    @Inject RetiredNamespaces retired;
    @Inject Operations operations;
    @Inject Audit audit;
    @Inject Fleet fleet;
    @Inject ShardContents contents;
    @Inject Usage usage;
    @Inject Tenancy tenancy;
    @Inject Sql sql;

    /** A query, and the table that it is about. */
    private record Query(String table, Runnable work) {}

    @Test
    void noListReadsATableFromEndToEnd() throws InterruptedException {
        List<String> shards = ManyRows.shards(SHARDS);
        List<TenantId> tenants = Seed.tenants(TENANTS);
        for (TenantId tenant : tenants) {
            ManyRows.seed(tenant, shards.subList(0, TENANTS), EACH);
        }
        ManyRows.rare(tenants.getFirst());
        Scans.analyze(TABLES.toArray(String[]::new));
        Map<String, Map<String, String>> tooMuch = new TreeMap<>();
        for (Map.Entry<String, Query> each :
                queries(tenants.get(TENANTS / 2), shards.getFirst()).entrySet()) {
            Map<String, String> read = tooMuch(each.getValue());
            if (!read.isEmpty()) {
                tooMuch.put(each.getKey(), read);
            }
        }
        int _ =
                BackDoor.run(
                        "UPDATE shard SET state = 'RETIRED' WHERE labels = '{\"many\": \"yes\"}'");
        assertThat(tooMuch).as("tables of which too much was read, by query").isEmpty();
    }

    /** By table. */
    private Map<String, String> tooMuch(Query query) throws InterruptedException {
        Map<String, Scans.Count> before = Scans.all();
        for (int n = 0; n < TIMES; n++) {
            query.work().run();
        }
        String _ = sql.acrossTenants(IndexedListsIT::handIn);
        String _ = tenancy.platform(() -> sql.here(IndexedListsIT::handIn));
        Map<String, Scans.Count> after = Scans.since(before, query.table(), TIMES);
        Map<String, String> tooMuch = new TreeMap<>();
        for (String table : TABLES) {
            Scans.Count first = Scans.of(before, table);
            Scans.Count last = Scans.of(after, table);
            long whole = last.whole() - first.whole();
            long rows = (last.rows() - first.rows()) / TIMES;
            if ((whole > 0 && !FEW.equals(table)) || rows > MOST_ROWS) {
                tooMuch.put(table, whole + " times from end to end, " + rows + " rows each time");
            }
        }
        return tooMuch;
    }

    private static String handIn(Handle handle) {
        return handle.createQuery(Scans.HAND_IN).mapTo(String.class).findFirst().orElse("");
    }

    private Map<String, Query> queries(TenantId tenant, String shard) {
        Map<String, Query> all = new LinkedHashMap<>();
        namespaces(all, tenant);
        operations(all, tenant);
        audit(all, tenant);
        shards(all, shard);
        UsageWindow day =
                UsageWindow.of(BEGIN, BEGIN.plus(Duration.ofDays(1)), UsageStep.HOUR, null, BEGIN);
        UsageWindow month =
                UsageWindow.of(BEGIN, BEGIN.plus(Duration.ofDays(30)), UsageStep.DAY, null, BEGIN);
        for (UsageWindow window : List.of(day, month)) {
            all.put(
                    "usage by " + window.step(),
                    new Query(
                            "usage_cell",
                            () ->
                                    assertThat(usage.list(tenant, window, PageRequest.first()))
                                            .isPresent()));
        }
        return all;
    }

    private void namespaces(Map<String, Query> all, TenantId tenant) {
        Map<String, NamespaceFilter> filters = new LinkedHashMap<>();
        filters.put("all", NamespaceFilter.live());
        filters.put("that begin with orders-1", new NamespaceFilter("orders-1", null));
        filters.put("of a name that nobody has", new NamespaceFilter("nobody", null));
        filters.put("of a state", new NamespaceFilter(null, NamespaceState.NEEDS_ATTENTION));
        filters.forEach(
                (name, filter) ->
                        all.put(
                                "namespaces " + name,
                                new Query(
                                        "namespace",
                                        () ->
                                                namespaces.list(
                                                        tenant, filter, PageRequest.first()))));
        String next =
                namespaces
                        .list(tenant, NamespaceFilter.live(), new PageRequest(500, null))
                        .nextPageToken();
        all.put(
                "namespaces from the middle",
                new Query(
                        "namespace",
                        () ->
                                namespaces.list(
                                        tenant,
                                        NamespaceFilter.live(),
                                        new PageRequest(100, next))));
        all.put(
                "retired namespaces",
                new Query("namespace", () -> retired.list(tenant, PageRequest.first())));
    }

    private void operations(Map<String, Query> all, TenantId tenant) {
        Visible own = new Visible.Only(Set.of(tenant));
        Visible any = new Visible.All();
        Map<String, OperationFilter> filters = new LinkedHashMap<>();
        filters.put("of a tenant", new OperationFilter(own, tenant, null, null, null));
        filters.put("of a namespace", new OperationFilter(own, tenant, "orders-17", null, null));
        filters.put("of all", new OperationFilter(any, null, null, null, null));
        filters.put("that failed", new OperationFilter(any, null, null, null, "FAILED"));
        filters.put("that wait", new OperationFilter(any, null, null, null, "WAITING"));
        filters.put(
                "of a rare type",
                new OperationFilter(any, null, null, OperationType.CHANGE_NAMESPACE, null));
        filters.forEach(
                (name, filter) ->
                        all.put(
                                "operations " + name,
                                new Query(
                                        "operation",
                                        () -> operations.list(filter, PageRequest.first()))));
    }

    private void audit(Map<String, Query> all, TenantId tenant) {
        Visible own = new Visible.Only(Set.of(tenant));
        Visible any = new Visible.All();
        Map<String, AuditFilter> filters = new LinkedHashMap<>();
        filters.put("of a tenant", event(own, tenant, null, null, null, null));
        filters.put("of a tenant's actor", event(own, tenant, "user:seldom", null, null, null));
        filters.put("of all", event(any, null, null, null, null, null));
        filters.put("of an actor", event(any, null, "user:seldom", null, null, null));
        filters.put("of an action", event(any, null, null, "namespace.seldom", null, null));
        filters.put("of a resource", event(any, null, null, null, "seldom/", null));
        filters.put("of a time", event(any, null, null, null, null, BEGIN));
        filters.put(
                "of an operation",
                new AuditFilter(
                        any, null, null, null, null, null, UUID.randomUUID(), null, null, null));
        filters.put(
                "of a request",
                new AuditFilter(any, null, null, null, null, null, null, "request-7", null, null));
        filters.put(
                "of a tenant's denials",
                new AuditFilter(
                        own,
                        tenant,
                        null,
                        null,
                        null,
                        AuditOutcome.DENIED,
                        null,
                        null,
                        null,
                        null));
        filters.forEach(
                (name, filter) ->
                        all.put(
                                "audit " + name,
                                new Query("audit", () -> audit.list(filter, PageRequest.first()))));
    }

    private static AuditFilter event(
            Visible visible,
            @Nullable TenantId tenant,
            @Nullable String actor,
            @Nullable String action,
            @Nullable String resource,
            @Nullable Instant from) {
        return new AuditFilter(
                visible,
                tenant,
                actor,
                action,
                resource,
                null,
                null,
                null,
                from,
                from == null ? null : from.plus(Duration.ofHours(1)));
    }

    private void shards(Map<String, Query> all, String busy) {
        Map<String, FleetFilter> filters = new LinkedHashMap<>();
        filters.put("all", new FleetFilter(null, null, null));
        filters.put("of an engine", new FleetFilter(Engine.CASSANDRA, null, null));
        filters.put("of a state", new FleetFilter(null, ShardState.CORDONED, null));
        filters.forEach(
                (name, filter) ->
                        all.put(
                                "shards " + name,
                                new Query("shard", () -> fleet.list(filter, PageRequest.first()))));
        String next =
                fleet.list(new FleetFilter(null, null, null), new PageRequest(500, null))
                        .nextPageToken();
        all.put(
                "shards from the middle",
                new Query(
                        "shard",
                        () ->
                                fleet.list(
                                        new FleetFilter(null, null, null),
                                        new PageRequest(100, next))));
        all.put(
                "placements of a shard",
                new Query("placement", () -> contents.list(busy, PageRequest.first())));
        all.put("how much is on a shard", new Query("placement", () -> contents.remaining(busy)));
    }
}
