package io.quarry.stores.postgresql;

import static io.quarry.stores.postgresql.TenantDatabases.PASSWORD;
import static io.quarry.stores.postgresql.TenantDatabases.ask;
import static io.quarry.stores.postgresql.TenantDatabases.say;
import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tenant that keeps the platform from its work, on itself and on others. */
class HostileTenantIT {
    private final TenantDatabases databases = new TenantDatabases();
    private final PostgresqlShard shard = databases.shard;

    @AfterEach
    void drop() {
        databases.close();
    }

    /** Long before anybody's patience ends. */
    private static Deadline promptly() {
        return Deadline.after(Duration.ofSeconds(20));
    }

    private static void begin(Connection connection, List<String> statements) throws SQLException {
        say(connection, List.of("SET ROLE NONE"));
        connection.setAutoCommit(false);
        say(connection, statements);
    }

    @Test
    void an_open_transaction_does_not_keep_a_log_in() throws SQLException {
        NamespaceRef namespace = databases.open();
        String role = Slot.A.role(namespace.uid());
        Connection mine = databases.connect(namespace, Slot.A);
        begin(mine, List.of("ALTER ROLE " + role + " PASSWORD 'mine'"));
        shard.lock(namespace.uid(), Slot.A, promptly());
        TenantDatabases.awaitEnd(mine);
        for (String password : List.of(PASSWORD, "mine")) {
            assertThatThrownBy(() -> databases.connect(namespace.structure(), role, password))
                    .isInstanceOf(SQLException.class);
        }
    }

    /** Who knew the password before has neither a session nor a trap for who has the new one. */
    @Test
    void a_new_password_begins_as_the_first_did() throws SQLException {
        NamespaceRef namespace = databases.open();
        String role = Slot.A.role(namespace.uid());
        Connection before = databases.connect(namespace, Slot.A);
        say(
                before,
                List.of(
                        "SET ROLE NONE",
                        "ALTER ROLE " + role + " SET search_path = evil",
                        "ALTER ROLE " + role + " SET role = 'none'",
                        "ALTER ROLE "
                                + role
                                + " IN DATABASE "
                                + namespace.structure()
                                + " SET statement_timeout = 0",
                        "ALTER ROLE " + role + " PASSWORD 'mine'"));
        databases.unlock(namespace, Slot.A, "a new one");
        TenantDatabases.awaitEnd(before);
        assertThatThrownBy(() -> databases.connect(namespace.structure(), role, "mine"))
                .isInstanceOf(SQLException.class);
        try (Connection after = databases.connect(namespace.structure(), role, "a new one")) {
            assertThat(ask(after, "SHOW search_path")).contains("public");
            assertThat(ask(after, "SHOW statement_timeout")).isEqualTo("5s");
            assertThat(ask(after, "SELECT current_user"))
                    .isEqualTo(DatabaseStatements.owner(namespace.uid()));
        }
    }

    /** Whoever presets something for its own role may name the database of another. */
    @Test
    void nobody_holds_up_that_a_database_is_dropped() throws SQLException {
        NamespaceRef victim = databases.open();
        NamespaceRef hostile = databases.open();
        Connection own = databases.connect(victim, Slot.A);
        begin(own, List.of(preset(victim, victim)));
        Connection foreign = databases.connect(hostile, Slot.A);
        begin(foreign, List.of(preset(hostile, victim)));
        shard.drop(victim.uid(), promptly());
        assertThat(shard.list(victim.uid(), soon())).isEmpty();
        assertThat(databases.roles(victim)).isEqualTo("0");
        TenantDatabases.awaitEnd(foreign);
    }

    private static String preset(NamespaceRef whose, NamespaceRef where) {
        return "ALTER ROLE "
                + Slot.A.role(whose.uid())
                + " IN DATABASE "
                + where.structure()
                + " SET work_mem = '8MB'";
    }

    /** A grant to a role of another keeps that role, not its tenant's purge. */
    @Test
    void nobody_holds_up_that_roles_are_dropped() throws SQLException {
        NamespaceRef victim = databases.open();
        NamespaceRef hostile = databases.open();
        String owner = DatabaseStatements.owner(victim.uid());
        String login = Slot.A.role(victim.uid());
        Connection open = databases.connect(hostile, Slot.A);
        say(
                open,
                List.of(
                        "CREATE TABLE bait (x int)",
                        "GRANT SELECT ON bait TO " + owner + ", " + login));
        open.setAutoCommit(false);
        say(open, List.of("GRANT SELECT ON bait TO " + Slot.B.role(victim.uid())));
        shard.drop(victim.uid(), promptly());
        shard.drop(victim.uid(), promptly());
        TenantDatabases.awaitEnd(open);
        assertThat(shard.list(victim.uid(), soon())).isEmpty();
        assertThat(databases.roles(victim)).isEqualTo("2");
        assertThatThrownBy(() -> databases.connect(hostile.structure(), login, PASSWORD))
                .isInstanceOf(SQLException.class);
        shard.drop(hostile.uid(), promptly());
        assertThat(databases.roles(victim)).isEqualTo("0");
    }

    @Test
    void a_transaction_that_is_too_old_ends_with_its_session() throws SQLException {
        NamespaceRef namespace = databases.open();
        Connection mine = databases.connect(namespace, Slot.A);
        begin(mine, List.of("SET LOCAL idle_in_transaction_session_timeout = 0", "SELECT 1"));
        int _ = shard.endStrays(Duration.ofHours(12), soon());
        say(mine, List.of("SELECT 1"));
        assertThat(shard.endStrays(Duration.ZERO, soon())).isPositive();
        TenantDatabases.awaitEnd(mine);
    }

    /** As where somebody came in at the moment at which nobody was to come in any more. */
    @Test
    void who_is_in_a_closed_database_is_put_out() throws SQLException {
        NamespaceRef namespace = databases.open();
        try (Connection mine = databases.connect(namespace, Slot.A)) {
            databases.say(List.of(DatabaseStatements.close(namespace)));
            assertThat(mine.isValid(1)).isTrue();
            int _ = shard.endStrays(Duration.ofHours(12), soon());
            TenantDatabases.awaitEnd(mine);
        }
    }
}
