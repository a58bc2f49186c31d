package io.quarry.worker.publish;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The right to publish: an advisory lock that lives as long as one connection. PostgreSQL frees it
 * when a killed worker's socket closes, so that no clock is needed. The same connection listens for
 * changes.
 */
final class Election implements AutoCloseable {
    /** The lock's number: any constant that nothing else in the database uses. */
    private static final long LOCK = 0x5155_4152_5259_0001L;

    private final Connection connection;

    private Election(Connection connection) {
        this.connection = connection;
    }

    /** Empty if another worker publishes. */
    static Optional<Election> win(DataSource database) throws SQLException {
        Connection connection = database.getConnection();
        try (Statement statement = connection.createStatement();
                ResultSet answer =
                        statement.executeQuery("SELECT pg_try_advisory_lock(" + LOCK + ")")) {
            if (answer.next() && answer.getBoolean(1)) {
                statement.execute("LISTEN quarry_routes");
                return Optional.of(new Election(connection));
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        connection.close();
        return Optional.empty();
    }

    /**
     * Returns when a route changed, or the time is up; fails if the connection, and so the right,
     * is gone.
     */
    void await(Duration atMost) throws SQLException {
        PGNotification[] heard =
                connection
                        .unwrap(PGConnection.class)
                        .getNotifications(Math.toIntExact(Math.max(1, atMost.toMillis())));
        if (heard == null || heard.length == 0) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT 1");
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (Connection returned = connection;
                Statement statement = returned.createStatement()) {
            statement.execute("UNLISTEN *");
            statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
        }
    }
}
