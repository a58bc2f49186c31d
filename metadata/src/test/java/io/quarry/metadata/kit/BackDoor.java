package io.quarry.metadata.kit;

import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Dimension;
import io.quarry.metadata.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.ds.PGSimpleDataSource;

/** Statements on connections of the test's own, past the doors that it tests. */
public final class BackDoor {
    private static final List<String> OF_TENANTS =
            List.of(
                    "namespace",
                    "namespace_revision",
                    "access_grant",
                    "placement",
                    "quota",
                    "operation",
                    "route",
                    "audit",
                    "idempotency",
                    "service_account",
                    "service_account_credential",
                    "usage_cell",
                    "series_slices");

    private BackDoor() {}

    /** As the platform's role, which sees all tenants. */
    public static <T> T system(Function<Handle, T> work) {
        return as("SYSTEM", work);
    }

    /** As the requests' role, for a tenant or for {@code @platform}. */
    public static <T> T requests(String tenant, Function<Handle, T> work) {
        return as(
                "TENANT",
                handle -> {
                    context(handle, tenant);
                    return work.apply(handle);
                });
    }

    static void context(Handle handle, String tenant) {
        String _ =
                handle.select("SELECT set_config('quarry.tenant', ?, true)", tenant)
                        .mapTo(String.class)
                        .one();
    }

    public static List<String> strings(String sql, Object... arguments) {
        return system(handle -> handle.select(sql, arguments).mapTo(String.class).list());
    }

    public static String string(String sql, Object... arguments) {
        return system(handle -> handle.select(sql, arguments).mapTo(String.class).one());
    }

    public static int run(String sql, Object... arguments) {
        return system(handle -> handle.execute(sql, arguments));
    }

    /** Differs whenever any row of the tenant does, table by table. */
    public static TreeMap<String, String> trace(TenantId tenant) {
        return system(
                handle -> {
                    TreeMap<String, String> trace = new TreeMap<>();
                    trace.put("tenant", trace(handle, "tenant t WHERE name = ?", tenant));
                    for (String table : OF_TENANTS) {
                        trace.put(table, trace(handle, table + " t WHERE tenant = ?", tenant));
                    }
                    return trace;
                });
    }

    private static String trace(Handle handle, String rows, TenantId tenant) {
        return handle.select(
                        "SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, ' ' ORDER BY"
                                + " t::text), '')) FROM "
                                + rows,
                        tenant.name())
                .mapTo(String.class)
                .one();
    }

    public static List<String> audited(TenantId tenant) {
        return strings("SELECT action FROM audit WHERE tenant = ? ORDER BY id", tenant.name());
    }

    public static int reserved(String shard) {
        return Integer.parseInt(string("SELECT reserved_objects FROM shard WHERE id = ?", shard));
    }

    /** In every dimension; what the placements add up to, if that is asked for, else the ledger. */
    public static Capacity ledger(String shard, boolean recounted) {
        return system(handle -> ledger(handle, shard, recounted));
    }

    static Capacity ledger(Handle handle, String shard, boolean recounted) {
        String select =
                recounted
                        ? each("coalesce(sum(%1$s), 0) AS %1$s") + " FROM placement WHERE shard = ?"
                        : each("reserved_%1$s AS %1$s") + " FROM shard WHERE id = ?";
        return handle.select("SELECT " + select, shard)
                .map(
                        (row, _) ->
                                new Capacity(
                                        row.getLong("millicores"),
                                        row.getLong("memory_bytes"),
                                        row.getLong("disk_bytes"),
                                        row.getLong("reads_per_second"),
                                        row.getLong("writes_per_second"),
                                        row.getLong("objects")))
                .one();
    }

    /**
     * What the tenant has reserved, namespaces first and the cost last; what its rows add up to, if
     * that is asked for, else the ledger.
     */
    public static List<Long> quota(TenantId tenant, boolean recounted) {
        String select =
                recounted
                        ? "(SELECT count(*) FROM namespace n WHERE n.tenant = t.name AND n.state <>"
                                + " 'PURGED') AS namespaces, "
                                + each("coalesce(sum(p.%1$s), 0) AS %1$s")
                                + ", coalesce(sum(p.monthly_cost), 0) AS monthly_cost FROM tenant t"
                                + " LEFT JOIN placement p ON p.tenant = t.name WHERE t.name = ?"
                                + " GROUP BY t.name"
                        : "reserved_namespaces AS namespaces, "
                                + each("reserved_%1$s AS %1$s")
                                + ", reserved_monthly_cost AS monthly_cost FROM quota WHERE tenant = ?";
        return system(
                handle ->
                        handle.select("SELECT " + select, tenant.name())
                                .map((row, _) -> numbers(row))
                                .one());
    }

    private static List<Long> numbers(ResultSet row) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            numbers.add(row.getLong(column));
        }
        return numbers;
    }

    private static String each(String column) {
        return Arrays.stream(Dimension.values())
                .map(dimension -> column.formatted(dimension.wire()))
                .collect(Collectors.joining(", "));
    }

    /** Whether that connection waits for another one's lock. */
    public static boolean waits(int backend) {
        return Boolean.parseBoolean(
                string("SELECT (cardinality(pg_blocking_pids(?)) > 0)::text", backend));
    }

    private static <T> T as(String role, Function<Handle, T> work) {
        return Jdbi.create(source(url(), env(role + "_USER"), env(role + "_PASSWORD")))
                .inTransaction(work::apply);
    }

    static String url() {
        return ConfigProvider.getConfig().getValue(OwnSchema.URL, String.class);
    }

    static PGSimpleDataSource source(String url, String user, String password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    static String env(String name) {
        String variable = "QUARRY_DB_" + name;
        return Objects.requireNonNull(System.getenv(variable), variable);
    }
}
