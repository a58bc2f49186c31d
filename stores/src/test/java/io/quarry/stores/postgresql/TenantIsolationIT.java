package io.quarry.stores.postgresql;

import static io.quarry.stores.postgresql.TenantDatabases.LIMITS;
import static io.quarry.stores.postgresql.TenantDatabases.PASSWORD;
import static io.quarry.stores.postgresql.TenantDatabases.ask;
import static io.quarry.stores.postgresql.TenantDatabases.say;
import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tenant cannot do that is logged in to its own database. */
class TenantIsolationIT {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final TenantDatabases databases = new TenantDatabases();
    private final PostgresqlShard shard = databases.shard;

    @AfterEach
    void drop() {
        databases.close();
    }

    /** Both as the owner of what is in the database, and as the log-in itself. */
    private void assertDenied(NamespaceRef namespace, List<String> statements) throws SQLException {
        for (String identity : List.of("SET ROLE " + owner(namespace), "SET ROLE NONE")) {
            try (Connection mine = databases.connect(namespace, Slot.A)) {
                say(mine, List.of(identity));
                for (String each : statements) {
                    assertThat(refusal(mine, each))
                            .as(identity + "; " + each)
                            .startsWith(INSUFFICIENT_PRIVILEGE);
                }
            }
        }
    }

    private static String refusal(Connection mine, String statement) {
        try {
            say(mine, List.of(statement));
            return "none";
        } catch (SQLException e) {
            return e.getSQLState() + ": " + e.getMessage();
        }
    }

    private static String owner(NamespaceRef namespace) {
        return DatabaseStatements.owner(namespace.uid());
    }

    @Test
    void the_database_itself_is_not_its_tenants() throws SQLException {
        NamespaceRef namespace = databases.open();
        String database = "ALTER DATABASE " + namespace.structure();
        assertDenied(
                namespace,
                List.of(
                        database + " CONNECTION LIMIT 1000",
                        database + " ALLOW_CONNECTIONS true",
                        database + " IS_TEMPLATE true",
                        database + " SET search_path = evil",
                        database + " SET default_transaction_read_only = off",
                        database + " RESET statement_timeout",
                        database + " RENAME TO mine",
                        database + " OWNER TO " + owner(namespace),
                        "DROP DATABASE " + namespace.structure()));
    }

    @Test
    void roles_are_not_its_tenants() throws SQLException {
        NamespaceRef namespace = databases.open();
        NamespaceRef other = databases.open();
        String mine = "ALTER ROLE " + Slot.A.role(namespace.uid());
        String second = "ALTER ROLE " + Slot.B.role(namespace.uid());
        assertDenied(
                namespace,
                List.of(
                        mine + " CONNECTION LIMIT 1000",
                        mine + " VALID UNTIL 'infinity'",
                        mine + " CREATEROLE",
                        mine + " SET session_preload_libraries = 'evil'",
                        mine + " SET temp_file_limit = -1",
                        second + " PASSWORD 'stolen'",
                        second + " LOGIN",
                        second + " SET search_path = evil",
                        "ALTER ROLE " + Slot.A.role(other.uid()) + " SET search_path = evil",
                        "GRANT " + Slot.A.role(namespace.uid()) + " TO " + owner(other),
                        "GRANT " + owner(namespace) + " TO " + owner(other),
                        "CREATE ROLE evil",
                        "CREATE DATABASE evil",
                        "SET ROLE " + databases.config.username(),
                        "SET ROLE " + owner(other),
                        "SET SESSION AUTHORIZATION " + databases.config.username()));
    }

    @Test
    void the_server_is_not_its_tenants() throws SQLException {
        NamespaceRef namespace = databases.open();
        assertDenied(
                namespace,
                List.of(
                        "COPY (SELECT 1) TO PROGRAM 'true'",
                        "COPY (SELECT 1) TO '/var/tmp/evil'",
                        "SELECT pg_read_file('PG_VERSION')",
                        "SELECT pg_ls_dir('.')",
                        "SELECT lo_import('/etc/passwd')",
                        "SELECT * FROM pg_authid",
                        "SELECT pg_reload_conf()",
                        "SELECT pg_create_logical_replication_slot('evil', 'pgoutput')",
                        "CREATE FUNCTION evil() RETURNS int LANGUAGE c AS 'libc', 'abs'",
                        "CREATE EVENT TRIGGER evil ON ddl_command_start EXECUTE FUNCTION"
                                + " suppress_redundant_updates_trigger()",
                        "SET temp_file_limit = -1",
                        "SET log_statement = 'none'",
                        "ALTER SYSTEM SET work_mem = '1GB'"));
    }

    /** Whoever works there waits for nobody who left a transaction behind. */
    @Test
    void no_transaction_outlives_its_session() throws SQLException {
        NamespaceRef namespace = databases.open();
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            mine.setAutoCommit(false);
            say(mine, List.of("CREATE TABLE left_behind (x int)"));
            assertThatThrownBy(() -> say(mine, List.of("PREPARE TRANSACTION 'left'")))
                    .hasMessageContaining("disabled");
        }
    }

    @Test
    void what_is_in_the_database_is_its_tenants() throws SQLException {
        NamespaceRef namespace = databases.open();
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            say(
                    mine,
                    List.of(
                            "CREATE TABLE here (x int)",
                            "CREATE SCHEMA another",
                            "CREATE TEMPORARY TABLE passing (x int)",
                            "DROP SCHEMA public CASCADE",
                            "CREATE SCHEMA public"));
        }
        shard.ensure(namespace, LIMITS, soon());
        try (Connection mine = databases.connect(namespace, Slot.B)) {
            say(mine, List.of("CREATE TABLE public.here (x int)", "DROP SCHEMA another"));
        }
    }

    @Test
    void nobody_comes_into_another_database() throws SQLException {
        NamespaceRef mine = databases.open();
        NamespaceRef theirs = databases.open();
        try (Connection inside = databases.connect(theirs, Slot.A)) {
            // without the right to hand it on, that is a warning
            say(inside, List.of("GRANT CONNECT ON DATABASE " + theirs.structure() + " TO PUBLIC"));
        }
        for (String database : List.of(theirs.structure(), "postgres", "template1")) {
            assertThatThrownBy(() -> databases.connect(database, Slot.A.role(mine.uid()), PASSWORD))
                    .as(database)
                    .hasMessageContaining("permission denied for database");
        }
    }

    /** In turn, and with what the tenant can say. */
    @Test
    void both_log_ins_share_one_limit_of_connections() throws SQLException {
        NamespaceRef namespace = databases.open();
        List<Connection> open = new ArrayList<>();
        try {
            open.add(databases.connect(namespace, Slot.A));
            open.add(databases.connect(namespace, Slot.B));
            open.add(databases.connect(namespace, Slot.A));
            for (Slot slot : Slot.values()) {
                assertThatThrownBy(() -> databases.connect(namespace, slot))
                        .hasMessageContaining("too many connections");
            }
        } finally {
            for (Connection each : open) {
                each.close();
            }
        }
    }

    /** As those were made that belonged to the role of their tenant. */
    @Test
    void a_database_that_its_tenant_owned_is_taken_over() throws SQLException {
        NamespaceRef namespace = databases.fresh();
        databases.say(DatabaseStatements.roles(namespace.uid(), LIMITS));
        databases.say(
                List.of(
                        "CREATE DATABASE " + namespace.structure() + " OWNER " + owner(namespace),
                        "REVOKE ALL ON DATABASE " + namespace.structure() + " FROM PUBLIC"));
        databases.unlock(namespace, Slot.A, PASSWORD);
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            String database = "ALTER DATABASE " + namespace.structure();
            say(
                    mine,
                    List.of(
                            "CREATE TABLE kept (x int)",
                            database + " IS_TEMPLATE true",
                            database + " SET search_path = evil",
                            database + " SET default_transaction_read_only = on"));
        }
        shard.ensure(namespace, LIMITS, soon());
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            say(mine, List.of("SET default_transaction_read_only = off"));
            String lift = "ALTER DATABASE " + namespace.structure() + " CONNECTION LIMIT 1000";
            assertThat(refusal(mine, lift)).startsWith(INSUFFICIENT_PRIVILEGE);
            assertThat(ask(mine, "SELECT count(*) FROM public.kept")).isEqualTo("0");
        }
        shard.drop(namespace.uid(), soon());
        assertThat(shard.list(namespace.uid(), soon())).isEmpty();
    }

    @Test
    void a_server_on_which_everybody_may_log_in_somewhere_takes_no_tenant() throws SQLException {
        NamespaceRef namespace = databases.fresh();
        String open = namespace.uid() + "_open";
        assertThat(shard.probe(soon())).isNotEmpty();
        databases.say(List.of("CREATE DATABASE " + open));
        try {
            assertThatThrownBy(() -> shard.probe(soon()))
                    .isInstanceOf(StoreException.Rejected.class)
                    .hasMessageContaining("CONNECT must be revoked from PUBLIC on " + open);
            assertThatThrownBy(() -> shard.ensure(namespace, LIMITS, soon()))
                    .isInstanceOf(StoreException.Rejected.class);
            assertThat(databases.roles(namespace)).isEqualTo("0");
        } finally {
            databases.say(List.of("DROP DATABASE " + open));
        }
    }
}
