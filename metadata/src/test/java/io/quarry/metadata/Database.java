package io.quarry.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.route.Revision;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import io.quarry.metadata.route.RouteSettings;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Engine;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/** The real database in each of its roles, and rows that no other test has. */
final class Database {
    static final String REFUSED = "42501";
    static final String NOT_UNIQUE = "23505";
    static final String AGAINST_CHECK = "23514";
    static final String SHARD = name("s");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A tenant with a row in each table that tenants have rows in. */
    record Seeded(String tenant, String uid) {}

    private Database() {}

    /** The schema, and a shard on which nobody is placed. */
    static void migrate() throws SQLException {
        Flyway.configure()
                .dataSource(env("URL"), env("OWNER_USER"), env("OWNER_PASSWORD"))
                .schemas("quarry")
                .createSchemas(false)
                .load()
                .migrate();
        try (Connection system = as("SYSTEM")) {
            // not ACTIVE, so nobody else's namespace is placed on it
            run(
                    system,
                    "INSERT INTO shard (id, engine, state, endpoints, credential_ref,"
                            + " capacity_objects) VALUES (?, 'CASSANDRA', 'RETIRED', '[]', 'none', 100) ON CONFLICT DO NOTHING",
                    SHARD);
            system.commit();
        }
    }

    static final String NAMESPACE =
            "INSERT INTO namespace (uid, tenant, name, state, spec, effective)"
                    + " VALUES (?, ?, 'orders', 'ACTIVE', '"
                    + Json.write(NamespaceSpec.keyValue())
                    + "', '"
                    + Json.write(
                            new Effective(
                                    Engine.CASSANDRA, 1, new Limits(1, 1), List.of(), List.of()))
                    + "')";
    static final String OPERATION =
            "INSERT INTO operation (id, tenant, namespace_uid, namespace_name, type, requested_by,"
                    + " plan, steps, due_at) VALUES (gen_random_uuid(), ?, ?, 'orders', ?, 'user:x',"
                    + " '{\"summary\": \"\", \"steps\": []}', '[]', 'infinity')";

    /**
     * As the tenant's own role, which shows that it may do what it must; usage and slices are the
     * worker's.
     */
    static Seeded seed() throws SQLException {
        Seeded it = new Seeded(name("t"), uid());
        try (Connection tenant = as("TENANT")) {
            context(tenant, it.tenant());
            run(tenant, "INSERT INTO tenant (name) VALUES (?)", it.tenant());
            run(tenant, NAMESPACE, it.uid(), it.tenant());
            run(
                    tenant,
                    "INSERT INTO namespace_revision (tenant, namespace_uid, revision, spec,"
                            + " changed_by) VALUES (?, ?, 1, '{}', 'user:x')",
                    it.tenant(),
                    it.uid());
            run(
                    tenant,
                    "INSERT INTO access_grant (tenant, principal, role)"
                            + " VALUES (?, 'user:x', 'TENANT_ADMIN')",
                    it.tenant());
            run(
                    tenant,
                    "INSERT INTO placement (tenant, namespace_uid, epoch, role, shard, objects)"
                            + " VALUES (?, ?, 1, 'PRIMARY', ?, 1)",
                    it.tenant(),
                    it.uid(),
                    SHARD);
            run(tenant, OPERATION, it.tenant(), it.uid(), "PROVISION_NAMESPACE");
            run(
                    tenant,
                    "WITH next AS (UPDATE route_revision SET counter = counter + 1"
                            + " RETURNING incarnation, counter)"
                            + " INSERT INTO route (tenant, namespace_uid, key, incarnation, counter,"
                            + " body) SELECT ?, ?, ?, incarnation, counter, jsonb_set(?::jsonb,"
                            + " '{route,revision}', jsonb_build_object('incarnation', incarnation,"
                            + " 'counter', counter)) FROM next",
                    it.tenant(),
                    it.uid(),
                    it.uid(),
                    withdrawn(it));
            run(
                    tenant,
                    "INSERT INTO audit (tenant, issuer, subject, principal, action, target, outcome)"
                            + " VALUES (?, 'i', 's', 'user:x', 'create', 'orders', 'done')",
                    it.tenant());
            run(
                    tenant,
                    "INSERT INTO idempotency (tenant, issuer, subject, route, key, request_hash,"
                            + " answer) VALUES (?, 'i', 's', 'PUT /x', 'k', 'h', '{}')",
                    it.tenant());
            String account = "sa." + it.tenant() + ".ingest.a2345678";
            run(
                    tenant,
                    "INSERT INTO service_account (id, tenant, name, created_by)"
                            + " VALUES (?, ?, 'ingest', 'user:x')",
                    account,
                    it.tenant());
            run(
                    tenant,
                    "INSERT INTO service_account_credential (tenant, account, number, state,"
                            + " created_by) VALUES (?, ?, 1, 'ACTIVE', 'user:x')",
                    it.tenant(),
                    account);
            run(
                    tenant,
                    "INSERT INTO relational_login (tenant, namespace_uid, slot, number, state,"
                            + " requested_by) VALUES (?, ?, 'A', 1, 'ACTIVE', 'user:x')",
                    it.tenant(),
                    it.uid());
            tenant.commit();
        }
        try (Connection system = as("SYSTEM")) {
            run(
                    system,
                    "INSERT INTO usage_cell (tenant, namespace_uid, hour, run, reads, writes,"
                            + " bytes_in, bytes_out, throttled, errors, cost) VALUES (?, ?,"
                            + " date_trunc('hour', now(), 'UTC'), gen_random_uuid(), 1, 1, 1, 1, 1, 1,"
                            + " 1)",
                    it.tenant(),
                    it.uid());
            run(
                    system,
                    "INSERT INTO series_slices (tenant, namespace_uid, due_at) VALUES (?, ?,"
                            + " 'infinity')",
                    it.tenant(),
                    it.uid());
            system.commit();
        }
        return it;
    }

    /** A route that no gateway serves. */
    private static String withdrawn(Seeded it) {
        return Json.write(
                new TypeReference<RouteRecord>() {},
                new RouteRecord.OfNamespace(
                        new Route(
                                Uid.of(it.uid()),
                                NamespaceId.of(it.tenant(), "orders"),
                                NamespaceState.RETIRED,
                                Abstraction.KEY_VALUE,
                                new RouteSettings(
                                        Writes.LAST_WRITE_WINS, Consistency.READ_YOUR_WRITES, null),
                                1,
                                List.of(),
                                new Limits(1, 1),
                                Map.of(),
                                Map.of(),
                                Revision.ZERO)));
    }

    static void context(Connection connection, String tenant) throws SQLException {
        strings(connection, "SELECT set_config('quarry.tenant', ?, true)", tenant);
    }

    static void refused(Connection connection, String state, String sql, String... arguments)
            throws SQLException {
        assertThatThrownBy(() -> run(connection, sql, arguments))
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertThat(refusal.getSQLState()).isEqualTo(state));
        connection.rollback();
    }

    /** Tables that the connected role has the privilege on. */
    static List<String> granted(Connection connection, String privilege) throws SQLException {
        return strings(
                connection,
                "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'quarry'::regnamespace AND"
                        + " c.relkind = 'r' AND has_table_privilege(c.oid, ?) ORDER BY c.relname",
                privilege);
    }

    /** Those that the connected role may read. */
    static List<String> tenantTables(Connection connection) throws SQLException {
        return strings(
                connection,
                "SELECT table_name FROM information_schema.column_privileges WHERE table_schema ="
                        + " 'quarry' AND column_name = 'tenant' AND privilege_type = 'SELECT'"
                        + " AND grantee = current_user");
    }

    /** A table and one of its columns that the connected role may change, for each such table. */
    static List<List<String>> updatable(Connection connection) throws SQLException {
        List<List<String>> columns = new ArrayList<>();
        for (String column :
                strings(
                        connection,
                        "SELECT table_name || ' ' || min(column_name) FROM"
                                + " information_schema.column_privileges WHERE table_schema = 'quarry'"
                                + " AND privilege_type = 'UPDATE' AND grantee = current_user"
                                + " GROUP BY table_name")) {
            columns.add(List.of(column.split(" ", 2)));
        }
        return columns;
    }

    static int count(Connection connection, String table) throws SQLException {
        return Integer.parseInt(strings(connection, "SELECT count(*) FROM " + table).getFirst());
    }

    static List<String> strings(Connection connection, String sql, String... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    static int run(Connection connection, String sql, String... arguments) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, arguments)) {
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }

    static PreparedStatement prepare(Connection connection, String sql, String... arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.length; i++) {
            statement.setString(i + 1, arguments[i]);
        }
        return statement;
    }

    static Connection as(String role) throws SQLException {
        Connection connection =
                DriverManager.getConnection(
                        env("URL"), env(role + "_USER"), env(role + "_PASSWORD"));
        connection.setAutoCommit(false);
        return connection;
    }

    static String env(String name) {
        String variable = "QUARRY_DB_" + name;
        return Objects.requireNonNull(System.getenv(variable), variable);
    }

    static String name(String prefix) {
        return prefix + UUID.randomUUID().toString().substring(0, 18);
    }

    static String uid() {
        return Uid.random(RANDOM).value();
    }
}
