package io.quarry.stores.postgresql;

import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.stack.RunningStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PasswordUtil;

/** On the PostgreSQL of the running stack. */
class PostgresqlShardIT {
    private static final DatabaseLimits LIMITS = new DatabaseLimits(3, Duration.ofSeconds(5));
    private static final String PASSWORD = "a password that only this test knows";

    private final PostgresqlConfig config = config();
    private final PostgresqlShard shard = new PostgresqlShard(config);
    private final List<String> made = new ArrayList<>();

    @AfterEach
    void drop() {
        made.forEach(uid -> shard.drop(uid, soon()));
    }

    /** Whatever was said before a worker was killed, the next one comes to the same. */
    @Test
    void making_can_be_broken_off_after_each_statement() throws SQLException {
        int statements = statements(fresh()).size();
        for (int said = 0; said <= statements; said++) {
            NamespaceRef namespace = fresh();
            say(statements(namespace).subList(0, said));
            shard.ensure(namespace, LIMITS, soon());
            shard.ensure(namespace, LIMITS, soon());
            assertThat(shard.list(namespace.uid(), soon())).containsExactly(namespace);
            unlock(namespace, Slot.A);
            try (Connection mine = connect(namespace, Slot.A)) {
                assertThat(ask(mine, "SELECT current_user"))
                        .as("after %d statements", said)
                        .isEqualTo(DatabaseStatements.owner(namespace.uid()));
                assertThat(ask(mine, "SHOW statement_timeout")).isEqualTo("5s");
            }
        }
    }

    @Test
    void dropping_can_be_broken_off_after_each_statement() throws SQLException {
        for (int said = 0; said <= 4; said++) {
            NamespaceRef namespace = fresh();
            shard.ensure(namespace, LIMITS, soon());
            unlock(namespace, Slot.A);
            List<String> all = new ArrayList<>();
            all.add(DatabaseStatements.dropDatabase(namespace));
            all.addAll(DatabaseStatements.dropRoles(namespace.uid()));
            try (Connection inside = connect(namespace, Slot.A)) {
                assertThat(inside.isValid(1)).isTrue();
                say(all.subList(0, said));
                shard.drop(namespace.uid(), soon());
                shard.drop(namespace.uid(), soon());
                assertThat(inside.isValid(1)).isFalse();
            }
            assertThat(shard.list(namespace.uid(), soon())).isEmpty();
            try (Connection structure = structure()) {
                assertThat(
                                ask(
                                        structure,
                                        "SELECT count(*) FROM pg_roles WHERE starts_with(rolname, '"
                                                + namespace.uid()
                                                + "')"))
                        .isEqualTo("0");
            }
        }
    }

    @Test
    void a_log_in_works_between_unlock_and_lock() throws SQLException {
        NamespaceRef namespace = fresh();
        shard.ensure(namespace, LIMITS, soon());
        assertThatThrownBy(() -> connect(namespace, Slot.A)).isInstanceOf(SQLException.class);
        unlock(namespace, Slot.A);
        unlock(namespace, Slot.B);
        try (Connection a = connect(namespace, Slot.A);
                Connection b = connect(namespace, Slot.B)) {
            shard.lock(namespace.uid(), Slot.A, soon());
            shard.lock(namespace.uid(), Slot.A, soon());
            assertThat(a.isValid(1)).isFalse();
            assertThat(b.isValid(1)).isTrue();
        }
        assertThatThrownBy(() -> connect(namespace, Slot.A)).isInstanceOf(SQLException.class);
    }

    @Test
    void what_is_closed_lets_nobody_in_and_keeps_what_it_has() throws SQLException {
        NamespaceRef namespace = fresh();
        shard.ensure(namespace, LIMITS, soon());
        unlock(namespace, Slot.A);
        try (Connection mine = connect(namespace, Slot.A)) {
            say(mine, List.of("CREATE TABLE kept (x int)"));
            shard.close(namespace, soon());
            shard.close(namespace, soon());
            assertThat(mine.isValid(1)).isFalse();
        }
        assertThatThrownBy(() -> connect(namespace, Slot.A)).isInstanceOf(SQLException.class);
        shard.ensure(namespace, LIMITS, soon());
        try (Connection mine = connect(namespace, Slot.A)) {
            assertThat(ask(mine, "SELECT count(*) FROM kept")).isEqualTo("0");
        }
    }

    @Test
    void what_is_read_only_may_still_be_made_smaller() throws SQLException {
        NamespaceRef namespace = fresh();
        shard.ensure(namespace, LIMITS, soon());
        unlock(namespace, Slot.A);
        assertThat(shard.sizes(soon()).get(namespace.structure())).isPositive();
        try (Connection mine = connect(namespace, Slot.A)) {
            say(mine, List.of("CREATE TABLE filled (x int)", "INSERT INTO filled VALUES (1)"));
            shard.makeReadOnly(namespace.uid(), soon());
            assertThat(mine.isValid(1)).isFalse();
        }
        try (Connection mine = connect(namespace, Slot.A)) {
            assertThatThrownBy(() -> say(mine, List.of("INSERT INTO filled VALUES (2)")))
                    .hasMessageContaining("read-only transaction");
            say(mine, List.of("SET default_transaction_read_only = off", "TRUNCATE filled"));
        }
        shard.makeWritable(namespace.uid(), soon());
        try (Connection mine = connect(namespace, Slot.A)) {
            say(mine, List.of("INSERT INTO filled VALUES (3)"));
        }
        shard.makeReadOnly(namespace.uid(), soon());
        shard.ensure(namespace, LIMITS, soon());
        try (Connection mine = connect(namespace, Slot.A)) {
            say(mine, List.of("INSERT INTO filled VALUES (4)"));
        }
    }

    /** It may lift what its database has, and not what its roles have. */
    @Test
    void a_tenant_cannot_lift_the_limit_of_its_log_ins() throws SQLException {
        NamespaceRef namespace = fresh();
        shard.ensure(namespace, LIMITS, soon());
        unlock(namespace, Slot.A);
        List<Connection> open = new ArrayList<>();
        try {
            open.add(connect(namespace, Slot.A));
            Connection mine = open.getFirst();
            say(
                    mine,
                    List.of(
                            "ALTER DATABASE "
                                    + namespace.structure()
                                    + " WITH CONNECTION LIMIT 1000"));
            String lift = "ALTER ROLE " + Slot.A.role(namespace.uid()) + " CONNECTION LIMIT 1000";
            assertThatThrownBy(() -> say(mine, List.of(lift))).hasMessageContaining("denied");
            assertThatThrownBy(() -> say(mine, List.of("RESET ROLE", lift)))
                    .hasMessageContaining("denied");
            open.add(connect(namespace, Slot.A));
            open.add(connect(namespace, Slot.A));
            assertThatThrownBy(() -> connect(namespace, Slot.A))
                    .hasMessageContaining("too many connections");
        } finally {
            for (Connection each : open) {
                each.close();
            }
        }
    }

    private static List<String> statements(NamespaceRef namespace) {
        List<String> all = new ArrayList<>(DatabaseStatements.roles(namespace.uid(), LIMITS));
        all.add(DatabaseStatements.createDatabase(namespace));
        all.addAll(DatabaseStatements.open(namespace, LIMITS));
        return all;
    }

    private NamespaceRef fresh() {
        NamespaceRef namespace = RunningStack.freshNamespace();
        made.add(namespace.uid());
        return namespace;
    }

    private void unlock(NamespaceRef namespace, Slot slot) {
        shard.unlock(
                namespace.uid(),
                slot,
                PasswordUtil.encodeScramSha256(PASSWORD.toCharArray()),
                soon());
    }

    private Connection connect(NamespaceRef namespace, Slot slot) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://"
                        + String.join(",", config.endpoints())
                        + "/"
                        + namespace.structure(),
                slot.role(namespace.uid()),
                PASSWORD);
    }

    private Connection structure() throws SQLException {
        return DriverManager.getConnection(config.url(), config.username(), config.password());
    }

    private void say(List<String> statements) throws SQLException {
        try (Connection structure = structure()) {
            say(structure, statements);
        }
    }

    private static void say(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                boolean _ = statement.execute(each);
            }
        }
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static PostgresqlConfig config() {
        String id = "postgresql-1";
        return new PostgresqlConfig(
                RunningStack.endpoints(id),
                "postgres",
                RunningStack.username(id, "structure"),
                RunningStack.password(id, "structure"));
    }
}
