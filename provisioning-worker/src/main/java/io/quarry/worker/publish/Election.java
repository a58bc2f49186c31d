package io.quarry.worker.publish;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The right to an office: an advisory lock that lives as long as one connection. PostgreSQL frees
 * it when a killed worker's socket closes, so that no clock is needed. The same connection listens
 * for changes.
 */
public final class Election implements AutoCloseable {
    /** What one worker at a time does. */
    public enum Office {
        ROUTES(0x5155_4152_5259_0001L, "quarry_routes"),
        EVENTS(0x5155_4152_5259_0002L, "quarry_events"),
        /** Goes by the clock alone. */
        SHARDS(0x5155_4152_5259_0003L, null);

        /** Any constant that nothing else in the database uses. */
        private final long lock;

        private final @Nullable String channel;

        Office(long lock, @Nullable String channel) {
            this.lock = lock;
            this.channel = channel;
        }
    }

    private final Connection connection;
    private final Office office;

    private Election(Connection connection, Office office) {
        this.connection = connection;
        this.office = office;
    }

    /** Empty if another worker has it. */
    static Optional<Election> win(DataSource database, Office office) throws SQLException {
        Connection connection = database.getConnection();
        try (PreparedStatement lock =
                        connection.prepareStatement("SELECT pg_try_advisory_lock(?)");
                Statement listen = connection.createStatement()) {
            lock.setLong(1, office.lock);
            try (ResultSet answer = lock.executeQuery()) {
                if (answer.next() && answer.getBoolean(1)) {
                    if (office.channel != null) {
                        listen.execute("LISTEN " + office.channel);
                    }
                    return Optional.of(new Election(connection, office));
                }
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        connection.close();
        return Optional.empty();
    }

    /**
     * Returns when something changed, or the time is up; fails if the connection, and so the right,
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
            statement.execute("SELECT pg_advisory_unlock(" + office.lock + ")");
        }
    }
}
