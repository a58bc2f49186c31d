package io.quarry.metadata;

import static io.quarry.metadata.Database.REFUSED;
import static io.quarry.metadata.Database.as;
import static io.quarry.metadata.Database.context;
import static io.quarry.metadata.Database.count;
import static io.quarry.metadata.Database.env;
import static io.quarry.metadata.Database.granted;
import static io.quarry.metadata.Database.name;
import static io.quarry.metadata.Database.refused;
import static io.quarry.metadata.Database.run;
import static io.quarry.metadata.Database.seed;
import static io.quarry.metadata.Database.strings;
import static io.quarry.metadata.Database.tenantTables;
import static io.quarry.metadata.Database.updatable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.Database.Seeded;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** No row of a tenant without its name, whatever the code above it forgets. */
class RowLevelSecurityIT {
    @BeforeAll
    static void migrate() throws SQLException {
        Database.migrate();
    }

    @Test
    void withoutTenantNothingIsRead() throws SQLException {
        seed();
        try (Connection tenant = as("TENANT")) {
            List<String> tables = granted(tenant, "SELECT");
            assertThat(tables).hasSizeGreaterThan(10);
            assertThat(tables).allSatisfy(table -> assertThat(count(tenant, table)).isZero());
            context(tenant, "");
            assertThat(tables).allSatisfy(table -> assertThat(count(tenant, table)).isZero());
        }
    }

    @Test
    void aTenantDoesNotOutliveItsTransaction() throws SQLException {
        Seeded a = seed();
        try (Connection tenant = as("TENANT")) {
            context(tenant, a.tenant());
            assertThat(count(tenant, "tenant")).isOne();
            tenant.commit();
            assertThat(granted(tenant, "SELECT"))
                    .allSatisfy(table -> assertThat(count(tenant, table)).isZero());
        }
    }

    @Test
    void withoutTenantNothingIsWritten() throws SQLException {
        Seeded a = seed();
        try (Connection tenant = as("TENANT")) {
            // policies come before constraints, so a row without values suffices
            List<String> insertable = granted(tenant, "INSERT");
            assertThat(insertable).hasSizeGreaterThan(8);
            for (String table : insertable) {
                String insert = "INSERT INTO " + table + " DEFAULT VALUES";
                assertThatThrownBy(() -> run(tenant, insert))
                        .hasMessageContaining("row-level security");
                tenant.rollback();
            }
            refused(tenant, REFUSED, "INSERT INTO tenant (name) VALUES (?)", name("t"));
            assertThat(updatable(tenant))
                    .hasSizeGreaterThan(6)
                    .allSatisfy(
                            column ->
                                    assertThat(
                                                    run(
                                                            tenant,
                                                            "UPDATE %s SET %s = %s"
                                                                    .formatted(
                                                                            column.get(0),
                                                                            column.get(1),
                                                                            column.get(1))))
                                            .isZero());
            assertThat(granted(tenant, "DELETE"))
                    .isNotEmpty()
                    .allSatisfy(table -> assertThat(run(tenant, "DELETE FROM " + table)).isZero());
        }
        try (Connection system = as("SYSTEM")) {
            assertThat(strings(system, "SELECT name FROM tenant WHERE name = ?", a.tenant()))
                    .containsExactly(a.tenant());
        }
    }

    @Test
    void aTenantNeverMeetsAnother() throws SQLException {
        Seeded a = seed();
        Seeded b = seed();
        try (Connection tenant = as("TENANT")) {
            context(tenant, a.tenant());
            assertThat(strings(tenant, "SELECT name FROM tenant")).containsExactly(a.tenant());
            assertThat(tenantTables(tenant))
                    .hasSize(14)
                    .allSatisfy(
                            table ->
                                    assertThat(
                                                    strings(
                                                            tenant,
                                                            "SELECT DISTINCT coalesce(tenant, '')"
                                                                    + " FROM "
                                                                    + table))
                                            .as(table)
                                            .containsExactly(a.tenant()));
            assertThat(count(tenant, "instance")).isZero();
            assertThat(run(tenant, "UPDATE namespace SET reason = 'taken' WHERE uid = ?", b.uid()))
                    .isZero();
            assertThat(run(tenant, "DELETE FROM access_grant WHERE tenant = ?", b.tenant()))
                    .isZero();
            tenant.commit();
            for (String sql :
                    List.of(
                            "INSERT INTO audit (tenant, issuer, subject, principal, action, target,"
                                    + " outcome) VALUES (?, 'i', 's', 'user:x', 'a', 't', 'o')",
                            "INSERT INTO access_grant (tenant, principal, role)"
                                    + " VALUES (?, 'user:x', 'TENANT_ADMIN')",
                            "INSERT INTO namespace (tenant, uid, name, state, spec, effective) VALUES"
                                    + " (?, 'a2345678901234567890', 'taken', 'ACTIVE', '{}', '{}')",
                            "UPDATE namespace SET tenant = ?")) {
                context(tenant, a.tenant());
                refused(tenant, REFUSED, sql, b.tenant());
            }
            context(tenant, a.tenant());
            refused(
                    tenant,
                    REFUSED,
                    "INSERT INTO access_grant (principal, role) VALUES ('user:x', 'PLATFORM_ADMIN')");
            // nor does a row of its own point into the other
            context(tenant, a.tenant());
            refused(
                    tenant,
                    "23503",
                    "INSERT INTO namespace_revision (tenant, namespace_uid, revision, spec,"
                            + " changed_by) VALUES (?, ?, 2, '{}', 'user:x')",
                    a.tenant(),
                    b.uid());
        }
    }

    @Test
    void theTenantsRoleCannotGetRoundTheRules() throws SQLException {
        seed();
        try (Connection tenant = as("TENANT")) {
            for (String sql :
                    List.of(
                            "ALTER TABLE namespace DISABLE ROW LEVEL SECURITY",
                            "ALTER TABLE namespace NO FORCE ROW LEVEL SECURITY",
                            "DROP POLICY of_tenant ON namespace",
                            "CREATE POLICY mine ON namespace USING (true)",
                            "ALTER ROLE CURRENT_USER BYPASSRLS",
                            "SET ROLE " + env("SYSTEM_USER"),
                            "SET ROLE " + env("OWNER_USER"),
                            "SET session_replication_role = replica",
                            "TRUNCATE namespace",
                            "CREATE TABLE mine (x text)",
                            "SELECT * FROM flyway_schema_history",
                            "UPDATE operation SET fence = fence + 1",
                            "UPDATE operation SET worker = NULL, lease_until = NULL")) {
                refused(tenant, REFUSED, sql);
            }
            for (String table : granted(tenant, "SELECT")) {
                run(tenant, "SET LOCAL row_security = off");
                refused(tenant, REFUSED, "SELECT * FROM " + table);
            }
            assertThat(
                            strings(
                                    tenant,
                                    "SELECT rolname FROM pg_roles WHERE rolname IN (?, ?, ?) AND"
                                            + " (rolsuper OR rolbypassrls OR rolcreaterole)",
                                    env("TENANT_USER"),
                                    env("SYSTEM_USER"),
                                    env("OWNER_USER")))
                    .isEmpty();
            assertThat(
                            strings(
                                    tenant,
                                    "SELECT r.rolname FROM pg_roles r WHERE r.rolname <> current_user"
                                            + " AND pg_has_role(current_user, r.oid, 'MEMBER')"))
                    .isEmpty();
        }
    }

    @Test
    void whatWasAuditedStays() throws SQLException {
        Seeded a = seed();
        List<String> columns;
        try (Connection owner = as("OWNER")) {
            columns =
                    strings(
                            owner,
                            "SELECT column_name FROM information_schema.columns"
                                    + " WHERE table_schema = 'quarry' AND table_name = 'audit'"
                                    + " AND identity_generation IS NULL");
        }
        assertThat(columns).contains("before", "after", "operation_id", "detail", "outcome");
        for (String role : List.of("TENANT", "SYSTEM")) {
            try (Connection connection = as(role)) {
                for (String column : columns) {
                    context(connection, a.tenant());
                    refused(
                            connection,
                            REFUSED,
                            "UPDATE audit SET %s = %s".formatted(column, column));
                }
                for (String sql :
                        List.of(
                                "DELETE FROM audit",
                                "TRUNCATE audit",
                                "DROP TABLE audit",
                                "ALTER TABLE audit DROP COLUMN detail",
                                "ALTER TABLE audit DISABLE ROW LEVEL SECURITY",
                                "CREATE TRIGGER mine BEFORE INSERT ON audit FOR EACH ROW"
                                        + " EXECUTE FUNCTION refuse_falling_revision()",
                                "INSERT INTO audit (tenant, issuer, subject, principal, action, target,"
                                        + " outcome) VALUES ('%s', 'i', 's', 'user:x', 'a', 't', 'o')"
                                                .formatted(a.tenant())
                                        + " ON CONFLICT (id) DO UPDATE SET outcome = 'other'")) {
                    context(connection, a.tenant());
                    refused(connection, REFUSED, sql);
                }
            }
        }
    }

    @Test
    void everyTableForcesItsPolicies() throws SQLException {
        String tables =
                "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'quarry'::regnamespace"
                        + " AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"
                        + " AND c.relname <> 'flyway_schema_history'";
        String policyFor =
                " AND EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'quarry'"
                        + " AND p.tablename = c.relname AND p.roles = ARRAY[?::name])";
        try (Connection owner = as("OWNER")) {
            assertThat(
                            strings(
                                    owner,
                                    tables
                                            + " AND c.relrowsecurity AND c.relforcerowsecurity"
                                            + policyFor
                                            + policyFor,
                                    env("TENANT_USER"),
                                    env("SYSTEM_USER")))
                    .hasSizeGreaterThan(10)
                    .containsExactlyInAnyOrderElementsOf(strings(owner, tables));
            // those who serve everybody are named; all others speak of a tenant
            assertThat(
                            strings(
                                    owner,
                                    "SELECT policyname FROM pg_policies WHERE schemaname = 'quarry'"
                                            + " AND roles <> ARRAY[?::name]"
                                            + " AND qual NOT LIKE '%quarry.tenant%'",
                                    env("SYSTEM_USER")))
                    .isEmpty();
            assertThat(granted(owner, "SELECT"))
                    .filteredOn(table -> !table.equals("flyway_schema_history"))
                    .allSatisfy(table -> assertThat(count(owner, table)).isZero());
        }
    }
}
