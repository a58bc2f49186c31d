package io.quarry.metadata;

import static io.quarry.metadata.Database.AGAINST_CHECK;
import static io.quarry.metadata.Database.NAMESPACE;
import static io.quarry.metadata.Database.NOT_UNIQUE;
import static io.quarry.metadata.Database.OPERATION;
import static io.quarry.metadata.Database.REFUSED;
import static io.quarry.metadata.Database.SHARD;
import static io.quarry.metadata.Database.as;
import static io.quarry.metadata.Database.context;
import static io.quarry.metadata.Database.refused;
import static io.quarry.metadata.Database.run;
import static io.quarry.metadata.Database.seed;
import static io.quarry.metadata.Database.uid;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.Database.Seeded;
import io.quarry.metadata.shard.Dimension;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** What the database itself refuses, whatever the code above it forgets. */
class SchemaIT {
    @BeforeAll
    static void migrate() throws SQLException {
        Database.migrate();
    }

    @Test
    void onlyOneLiveNamespaceHoldsAName() throws SQLException {
        Seeded a = seed();
        try (Connection tenant = as("TENANT")) {
            context(tenant, a.tenant());
            refused(tenant, NOT_UNIQUE, NAMESPACE, uid(), a.tenant());
            for (String state : List.of("RETIRED", "PURGED")) {
                context(tenant, a.tenant());
                run(tenant, "UPDATE namespace SET state = ? WHERE name = 'orders'", state);
                assertThat(run(tenant, NAMESPACE, uid(), a.tenant())).isOne();
                tenant.rollback();
            }
            Seeded other = seed();
            assertThat(other.tenant()).isNotEqualTo(a.tenant());
        }
    }

    @Test
    void onlyOneMutatingOperationHoldsANamespace() throws SQLException {
        Seeded a = seed();
        try (Connection tenant = as("TENANT");
                Connection system = as("SYSTEM")) {
            context(tenant, a.tenant());
            refused(tenant, NOT_UNIQUE, OPERATION, a.tenant(), a.uid(), "CHANGE_NAMESPACE");
            // what a retirement opens while it is under way itself
            context(tenant, a.tenant());
            assertThat(run(tenant, OPERATION, a.tenant(), a.uid(), "PURGE_NAMESPACE")).isOne();
            refused(tenant, NOT_UNIQUE, OPERATION, a.tenant(), a.uid(), "PURGE_NAMESPACE");
            run(
                    system,
                    "UPDATE operation SET state = 'SUCCEEDED', ended_at = now()"
                            + " WHERE namespace_uid = ?",
                    a.uid());
            system.commit();
            context(tenant, a.tenant());
            assertThat(run(tenant, OPERATION, a.tenant(), a.uid(), "CHANGE_NAMESPACE")).isOne();
        }
    }

    @Test
    void aPasswordIsNeverKeptAndItsVerifierOnlyOnItsWay() throws SQLException {
        Seeded a = seed();
        String change = "UPDATE relational_login SET verifier = ? WHERE tenant = ?";
        String begin =
                "UPDATE relational_login SET state = 'SETTING', verifier = ? WHERE tenant = ?";
        try (Connection tenant = as("TENANT")) {
            for (String sql : List.of(change, begin)) {
                context(tenant, a.tenant());
                refused(tenant, AGAINST_CHECK, sql, "a password", a.tenant());
            }
            context(tenant, a.tenant());
            refused(tenant, AGAINST_CHECK, change, "SCRAM-SHA-256$1:a$b:c", a.tenant());
            context(tenant, a.tenant());
            assertThat(run(tenant, begin, "SCRAM-SHA-256$1:a$b:c", a.tenant())).isOne();
        }
    }

    @Test
    void aServiceAccountsIdIsItsTenants() throws SQLException {
        Seeded a = seed();
        Seeded b = seed();
        String insert =
                "INSERT INTO service_account (id, tenant, name, created_by)"
                        + " VALUES ('sa.' || ? || '.other.b2345678', ?, 'other', 'user:x')";
        try (Connection tenant = as("TENANT")) {
            context(tenant, a.tenant());
            refused(tenant, AGAINST_CHECK, insert, b.tenant(), a.tenant());
            context(tenant, a.tenant());
            assertThat(run(tenant, insert, a.tenant(), a.tenant())).isOne();
            context(tenant, b.tenant());
            assertThat(
                            run(
                                    tenant,
                                    "DELETE FROM service_account_credential WHERE tenant = ?",
                                    a.tenant()))
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aShardIsNeverOverdrawn(Dimension dimension) throws SQLException {
        Seeded a = seed();
        String reserved = "reserved_" + dimension.wire();
        String capacity = "capacity_" + dimension.wire();
        try (Connection tenant = as("TENANT");
                Connection system = as("SYSTEM")) {
            String reserve = "UPDATE shard SET " + reserved + " = %s WHERE id = ?";
            context(tenant, a.tenant());
            assertThat(run(tenant, reserve.formatted(capacity), SHARD)).isOne();
            refused(tenant, AGAINST_CHECK, reserve.formatted(capacity + " + 1"), SHARD);
            context(tenant, a.tenant());
            refused(tenant, AGAINST_CHECK, reserve.formatted("-1"), SHARD);
            context(tenant, a.tenant());
            refused(
                    tenant,
                    REFUSED,
                    "UPDATE shard SET " + capacity + " = 1000 WHERE id = ?",
                    SHARD);
            run(system, reserve.formatted("1"), SHARD);
            refused(
                    system,
                    AGAINST_CHECK,
                    "UPDATE shard SET %s = 0, %s = 1 WHERE id = ?".formatted(capacity, reserved),
                    SHARD);
        }
    }

    @Test
    void aTenantMayResizeAPlacementAndNotMoveIt() throws SQLException {
        Seeded a = seed();
        try (Connection tenant = as("TENANT")) {
            context(tenant, a.tenant());
            assertThat(
                            run(
                                    tenant,
                                    "UPDATE placement SET disk_bytes = 7 WHERE namespace_uid = ?",
                                    a.uid()))
                    .isOne();
            refused(tenant, REFUSED, "UPDATE placement SET shard = 'other'");
            context(tenant, a.tenant());
            refused(tenant, AGAINST_CHECK, "UPDATE placement SET disk_bytes = -1");
        }
    }

    @Test
    void aChangedRouteIsToldAtTheCommitAndRevisionsOnlyRise() throws SQLException {
        try (Connection listener = as("SYSTEM")) {
            listener.setAutoCommit(true);
            run(listener, "LISTEN quarry_routes");
            Seeded a = seed();
            List<String> told = new ArrayList<>();
            long until = System.nanoTime() + 10_000_000_000L;
            while (!told.contains(a.uid()) && System.nanoTime() < until) {
                for (PGNotification each :
                        listener.unwrap(PGConnection.class).getNotifications(1_000)) {
                    told.add(each.getParameter());
                }
            }
            assertThat(told).contains(a.uid());
        }
        Seeded b = seed();
        try (Connection tenant = as("TENANT")) {
            context(tenant, b.tenant());
            refused(tenant, AGAINST_CHECK, "UPDATE route_revision SET counter = counter - 1");
            context(tenant, b.tenant());
            refused(tenant, AGAINST_CHECK, "UPDATE route SET body = '{}'");
        }
    }
}
