package io.quarry.metadata.row;

import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditFilter;
import io.quarry.metadata.health.ShardHealth;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceFilter;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceRevisions;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.RetiredNamespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.OperationFilter;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.serviceaccount.ServiceAccounts;
import io.quarry.metadata.shard.Fleet;
import io.quarry.metadata.shard.FleetFilter;
import io.quarry.metadata.shard.FleetShard;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import io.quarry.metadata.usage.Usage;
import io.quarry.metadata.usage.UsageStep;
import io.quarry.metadata.usage.UsageWindow;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;

/**
 * A longer answer takes no more statements, by whichever of the two ways they are said: nothing is
 * asked row by row.
 */
@QuarkusTest
class StatementsIT {
    private static final int FEW = 2;
    private static final int MANY = 40;

    @Inject SessionFactory sessions;
    @Inject Namespaces namespaces;
    @Inject NamespaceRevisions revisions;
    @Inject RetiredNamespaces retired;
    @Inject Operations operations;
    @Inject Audit audit;
    @Inject Fleet fleet;
    @Inject ShardHealth health;
    @Inject ShardContents contents;
    @Inject Usage usage;
    @Inject Tenants tenants;
    @Inject Grants grants;
    @Inject ServiceAccounts accounts;
    @Inject Sql sql;

    @Test
    void ofOperations() {
        assertSame(
                tenant ->
                        operations.list(
                                new OperationFilter(
                                        new Visible.Only(Set.of(tenant)), tenant, null, null, null),
                                PageRequest.first()),
                operated(FEW),
                operated(MANY));
    }

    @Test
    void ofAuditEvents() {
        assertSame(
                tenant ->
                        audit.list(
                                new AuditFilter(
                                        new Visible.Only(Set.of(tenant)),
                                        tenant,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null),
                                PageRequest.first()),
                audited(FEW),
                audited(MANY));
    }

    /** With their health, as the route shows them. */
    @Test
    void ofShards() {
        assertSame(
                label -> {
                    Listing<FleetShard> found =
                            fleet.list(
                                    new FleetFilter(null, null, new FleetFilter.Label("it", label)),
                                    PageRequest.first());
                    var _ =
                            health.of(
                                    found.items().stream().map(each -> each.shard().id()).toList());
                    return found;
                },
                shards(FEW),
                shards(MANY));
    }

    @Test
    void ofPlacements() {
        assertSame(shard -> contents.list(shard, PageRequest.first()), placed(FEW), placed(MANY));
    }

    @Test
    void ofUsage() {
        Instant begin = Instant.parse("2026-01-01T00:00:00Z");
        UsageWindow day = UsageWindow.of(begin, begin.plusSeconds(1), UsageStep.HOUR, null, begin);
        assertSame(
                tenant -> usage.list(tenant, day, PageRequest.first()).orElseThrow(),
                used(FEW, begin),
                used(MANY, begin));
    }

    @Test
    void ofTenants() {
        assertSame(
                some -> tenants.list(new Visible.Only(some), PageRequest.first()),
                Set.copyOf(Seed.tenants(FEW)),
                Set.copyOf(Seed.tenants(MANY)));
    }

    @Test
    void ofMembers() {
        assertSame(
                tenant -> grants.inTenant(tenant, PageRequest.first()),
                granted(FEW),
                granted(MANY));
    }

    @Test
    void ofServiceAccounts() {
        assertSame(
                tenant -> accounts.list(tenant, PageRequest.first()),
                programs(FEW),
                programs(MANY));
    }

    @Test
    void ofNamespaces() {
        assertSame(
                tenant -> namespaces.list(tenant, NamespaceFilter.live(), PageRequest.first()),
                with(FEW, NamespaceState.ACTIVE),
                with(MANY, NamespaceState.ACTIVE));
    }

    @Test
    void ofRetiredNamespaces() {
        assertSame(
                tenant -> retired.list(tenant, PageRequest.first()),
                with(FEW, NamespaceState.RETIRED),
                with(MANY, NamespaceState.RETIRED));
    }

    @Test
    void ofRevisions() {
        assertSame(
                tenant -> revisions.list(new NamespaceId(tenant, "orders"), PageRequest.first()),
                changed(FEW),
                changed(MANY));
    }

    private <T> void assertSame(Function<T, Listing<?>> listing, T few, T many) {
        assertThat(statements(() -> assertThat(listing.apply(few).items()).hasSize(FEW)))
                .isPositive()
                .isEqualTo(statements(() -> assertThat(listing.apply(many).items()).hasSize(MANY)));
    }

    private long statements(Runnable work) {
        var statistics = sessions.getStatistics();
        assertThat(statistics.isStatisticsEnabled()).isTrue();
        statistics.clear();
        AtomicLong said = new AtomicLong();
        SqlLogger counting =
                new SqlLogger() {
                    @Override
                    public void logBeforeExecution(StatementContext context) {
                        said.incrementAndGet();
                    }
                };
        List<Jdbi> ways = List.of(sql.here(Handle::getJdbi), sql.acrossTenants(Handle::getJdbi));
        ways.forEach(each -> each.setSqlLogger(counting));
        try {
            work.run();
        } finally {
            ways.forEach(each -> each.setSqlLogger(SqlLogger.NOP_SQL_LOGGER));
        }
        return statistics.getPrepareStatementCount() + said.get();
    }

    private static TenantId operated(int number) {
        TenantId tenant = with(number, NamespaceState.ACTIVE);
        for (String uid :
                BackDoor.strings("SELECT uid FROM namespace WHERE tenant = ?", tenant.name())) {
            var _ =
                    Seed.operation(
                            new NamespaceId(tenant, "orders"),
                            Uid.of(uid),
                            OperationType.CHANGE_NAMESPACE);
        }
        return tenant;
    }

    private static TenantId audited(int number) {
        return filled(
                number,
                "INSERT INTO audit (tenant, issuer, subject, principal, action, target, outcome)"
                        + " SELECT ?, 'i', 's', 'user:x', 'a', 't' || n, 'done' FROM"
                        + " generate_series(1, ?) AS n");
    }

    private static TenantId granted(int number) {
        return filled(
                number,
                "INSERT INTO access_grant (tenant, principal, role) SELECT ?, 'user:x' || n,"
                        + " 'TENANT_ADMIN' FROM generate_series(1, ?) AS n");
    }

    private static TenantId programs(int number) {
        TenantId tenant =
                filled(
                        number,
                        "INSERT INTO service_account (tenant, id, name, created_by) SELECT t, 'sa.' ||"
                                + " t || '.ingest' || n || '.a2345678', 'ingest' || n, 'user:x' FROM"
                                + " (VALUES (?::text)) AS of(t), generate_series(1, ?) AS n");
        boolean _ =
                BackDoor.requests(
                        tenant.name(),
                        handle ->
                                handle.execute(
                                                "INSERT INTO service_account_credential (tenant,"
                                                        + " account, number, state, created_by)"
                                                        + " SELECT tenant, id, 1, 'ACTIVE', 'user:x'"
                                                        + " FROM service_account WHERE tenant = ?",
                                                tenant.name())
                                        == number);
        return tenant;
    }

    private static TenantId filled(int number, String statement) {
        TenantId tenant = Seed.tenant();
        int rows =
                BackDoor.requests(
                        tenant.name(), handle -> handle.execute(statement, tenant.name(), number));
        assertThat(rows).isEqualTo(number);
        return tenant;
    }

    private static TenantId used(int number, Instant hour) {
        TenantId tenant = with(number, NamespaceState.ACTIVE);
        int rows =
                BackDoor.run(
                        "INSERT INTO usage_cell (tenant, namespace_uid, hour, run, reads, writes,"
                                + " bytes_in, bytes_out, throttled, errors, cost) SELECT tenant, uid,"
                                + " ?::timestamptz, gen_random_uuid(), 1, 1, 1, 1, 1, 1, 1 FROM"
                                + " namespace WHERE tenant = ?",
                        hour.toString(),
                        tenant.name());
        assertThat(rows).isEqualTo(number);
        return tenant;
    }

    /** Their label. */
    private static String shards(int number) {
        String label = Seed.name("many");
        for (int n = 0; n < number; n++) {
            String _ = Seed.shard(1, label, "ACTIVE");
        }
        return label;
    }

    /** A shard with so many placements. */
    private static String placed(int number) {
        String shard = Seed.shard(number);
        TenantId tenant = Seed.tenant();
        for (int n = 0; n < number; n++) {
            Uid _ =
                    Seed.namespace(
                            new NamespaceId(tenant, "orders-" + n), shard, NamespaceState.ACTIVE);
        }
        return shard;
    }

    private static TenantId with(int number, NamespaceState state) {
        TenantId tenant = Seed.tenant();
        String shard = Seed.shard(number);
        for (int n = 0; n < number; n++) {
            NamespaceId id = new NamespaceId(tenant, "orders-" + n);
            Uid uid = Seed.namespace(id, shard, NamespaceState.ACTIVE);
            if (state == NamespaceState.RETIRED) {
                var _ = Seed.retired(id, uid);
            }
        }
        return tenant;
    }

    /** A namespace of so many revisions. */
    private TenantId changed(int number) {
        TenantId tenant = Seed.tenant();
        NamespaceId id = new NamespaceId(tenant, "orders");
        String shard = Seed.shard(1);
        for (int n = 0; n < number; n++) {
            NamespaceSpec spec = Seed.spec(shard, "\"description\": \"" + n + "\"");
            Uid uid = namespaces.put(id, spec, n == 0 ? ada() : ada(n), n == 0).namespace().uid();
            Seed.ended(uid, NamespaceState.ACTIVE);
        }
        return tenant;
    }
}
