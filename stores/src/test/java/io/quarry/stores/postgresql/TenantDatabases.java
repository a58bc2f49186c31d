package io.quarry.stores.postgresql;

import static io.quarry.stores.stack.RunningStack.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.stores.spi.Deadline;
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
import org.postgresql.util.PasswordUtil;

/** Tenants' databases on the PostgreSQL of the running stack; all are dropped in the end. */
final class TenantDatabases implements AutoCloseable {
    static final DatabaseLimits LIMITS = new DatabaseLimits(3, Duration.ofSeconds(5));
    static final String PASSWORD = "a password that only this test knows";

    final PostgresqlConfig config = config();
    final PostgresqlShard shard = new PostgresqlShard(config);
    private final List<String> made = new ArrayList<>();

    NamespaceRef fresh() {
        NamespaceRef namespace = RunningStack.freshNamespace();
        made.add(namespace.uid());
        return namespace;
    }

    /** One that is open, with both log-ins. */
    NamespaceRef open() {
        NamespaceRef namespace = fresh();
        shard.ensure(namespace, LIMITS, soon());
        unlock(namespace, Slot.A, PASSWORD);
        unlock(namespace, Slot.B, PASSWORD);
        return namespace;
    }

    void unlock(NamespaceRef namespace, Slot slot, String password) {
        shard.unlock(
                namespace.uid(),
                slot,
                PasswordUtil.encodeScramSha256(password.toCharArray()),
                soon());
    }

    Connection connect(NamespaceRef namespace, Slot slot) throws SQLException {
        return connect(namespace.structure(), slot.role(namespace.uid()), PASSWORD);
    }

    Connection connect(String database, String user, String password) throws SQLException {
        return DriverManager.getConnection(config.url(database), user, password);
    }

    Connection structure() throws SQLException {
        return DriverManager.getConnection(config.url(), config.username(), config.password());
    }

    /** By the role that makes structure. */
    void say(List<String> statements) throws SQLException {
        try (Connection structure = structure()) {
            say(structure, statements);
        }
    }

    static void say(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                boolean _ = statement.execute(each);
            }
        }
    }

    static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** The server has been told to end it, and takes a moment. */
    static void awaitEnd(Connection connection) throws SQLException {
        Deadline deadline = soon();
        while (connection.isValid(1)) {
            assertThat(deadline.expired()).as("the session goes on").isFalse();
        }
    }

    /** How many roles of the namespace there are. */
    String roles(NamespaceRef namespace) throws SQLException {
        try (Connection structure = structure()) {
            return ask(
                    structure,
                    "SELECT count(*) FROM pg_roles WHERE starts_with(rolname, '"
                            + namespace.uid()
                            + "')");
        }
    }

    @Override
    public void close() {
        made.forEach(uid -> shard.drop(uid, soon()));
    }

    private static PostgresqlConfig config() {
        String id = "postgresql-1";
        return new PostgresqlConfig(
                RunningStack.endpoints(id),
                "postgres",
                "prefer",
                RunningStack.username(id, "structure"),
                RunningStack.password(id, "structure"));
    }
}
