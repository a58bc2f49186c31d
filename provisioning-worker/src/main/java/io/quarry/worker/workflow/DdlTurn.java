package io.quarry.worker.workflow;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One change of structure at a time on a shard, whichever worker makes it. Within the process a
 * lock, so that waiting takes no connection; between processes an advisory lock of PostgreSQL's,
 * which ends with the connection of a killed worker.
 */
@ApplicationScoped
class DdlTurn {
    private final AgroalDataSource database;
    private final ConcurrentHashMap<String, ReentrantLock> inProcess = new ConcurrentHashMap<>();

    DdlTurn(AgroalDataSource database) {
        this.database = database;
    }

    /**
     * @throws NotMyTurn if the shard was busy with another change all that time
     */
    <T> T take(String shard, Duration patience, Supplier<T> change) {
        ReentrantLock mine = inProcess.computeIfAbsent(shard, _ -> new ReentrantLock(true));
        try {
            if (!mine.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new NotMyTurn(shard);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotMyTurn(shard);
        }
        try {
            return lockedEverywhere(shard, patience, change);
        } finally {
            mine.unlock();
        }
    }

    private <T> T lockedEverywhere(String shard, Duration patience, Supplier<T> change) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                lock(connection, shard, patience);
                return change.get();
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "the turn on " + shard + " was lost: " + e.getMessage(), e);
        }
    }

    private static void lock(Connection connection, String shard, Duration patience)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + Math.max(1, patience.toMillis()));
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT pg_advisory_xact_lock(hashtextextended('ddl:' || ?, 0))")) {
            statement.setString(1, shard);
            statement.execute();
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw new NotMyTurn(shard);
            }
            throw e;
        }
    }

    /** Others are changing the shard; it is nobody's failure. */
    static final class NotMyTurn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String reason;

        NotMyTurn(String shard) {
            this.reason = "another change of structure is under way on " + shard;
        }

        @Override
        public String getMessage() {
            return reason;
        }
    }
}
