package io.quarry.stores.postgresql;

import io.quarry.stores.spi.Deadline;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;

/**
 * A connection of the role that makes structure. What it begins with is said by itself, and that
 * ranks above whatever is preset for a database or a role: names mean those of {@code pg_catalog},
 * and no statement outlives the deadline.
 */
final class StructureSession implements AutoCloseable {
    private static final String OPTIONS =
            "-c search_path=pg_catalog,pg_temp -c role=none -c default_transaction_read_only=off"
                    + " -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"
                    + " -c statement_timeout=";

    /** lock_not_available, deadlock_detected; and "tuple concurrently updated", an internal one. */
    private static final Set<String> IN_THE_WAY = Set.of("55P03", "40P01", "XX000");

    private static final String END =
            "SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE usename = ?";

    private final Connection connection;

    private StructureSession(Connection connection) {
        this.connection = connection;
    }

    static StructureSession open(PostgresqlConfig config, String url, Deadline deadline)
            throws SQLException {
        return new StructureSession(DriverManager.getConnection(url, properties(config, deadline)));
    }

    static Properties properties(PostgresqlConfig config, Deadline deadline) {
        String seconds = Long.toString(Math.max(1, deadline.remaining().toSeconds()));
        Properties properties = new Properties();
        properties.setProperty("user", config.username());
        properties.setProperty("password", config.password());
        properties.setProperty("sslmode", config.sslmode());
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("ApplicationName", "quarry-structure");
        properties.setProperty("options", OPTIONS + Math.max(1, deadline.remaining().toMillis()));
        return properties;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    void execute(List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String each : statements) {
                boolean _ = statement.execute(each);
            }
        }
    }

    /** All or none of them. */
    void together(List<String> statements) throws SQLException {
        connection.setAutoCommit(false);
        try {
            execute(statements);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Ends the sessions of those who could be in the way. */
    interface Ending {
        void end() throws SQLException;
    }

    /**
     * Has it done against whoever holds it up: a tenant may change its own roles, or name those of
     * others, in a transaction that it leaves open. Sessions that began meanwhile end too.
     *
     * @param statements one, or several that go together
     */
    void insist(List<String> statements, Ending ending, Deadline deadline) throws SQLException {
        execute(List.of("SET lock_timeout = '500ms'"));
        boolean done = false;
        while (!done) {
            ending.end();
            try {
                if (statements.size() == 1) {
                    execute(statements);
                } else {
                    together(statements);
                }
                done = true;
            } catch (SQLException e) {
                if (deadline.expired() || !IN_THE_WAY.contains(e.getSQLState())) {
                    throw e;
                }
            }
        }
        ending.end();
        execute(List.of("SET lock_timeout = 0"));
    }

    void endSessions(List<String> roles) throws SQLException {
        for (String role : roles) {
            List<String> _ = texts(END, role);
        }
    }

    boolean isRole(String role) throws SQLException {
        return !texts("SELECT rolname FROM pg_roles WHERE rolname = ?", role).isEmpty();
    }

    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> rows(String query, Row<T> row, String... arguments) throws SQLException {
        List<T> all = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < arguments.length; i++) {
                statement.setString(i + 1, arguments[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(row.of(rows));
                }
            }
        }
        return all;
    }

    List<String> texts(String query, String... arguments) throws SQLException {
        return rows(query, row -> row.getString(1), arguments);
    }
}
