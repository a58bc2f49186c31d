package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import io.quarry.worker.workflow.PostgresqlProbe;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** By a connection each time, so that a log-in that fails is seen. */
@ApplicationScoped
class PostgresqlGauges implements Gauges {
    /** Sizes of databases that the role may not ask for are left out. */
    private static final String ASK =
            """
            SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS connections,
                current_setting('max_connections')::bigint AS connections_max, count(*) AS databases,
                coalesce(sum(CASE WHEN pg_has_role('pg_read_all_stats', 'USAGE') OR has_database_privilege(oid, 'CONNECT')
                    THEN pg_database_size(oid) END), 0)::bigint AS disk_bytes
            FROM pg_database WHERE NOT datistemplate
            """;

    private final PostgresqlProbe postgresql;

    PostgresqlGauges(PostgresqlProbe postgresql) {
        this.postgresql = postgresql;
    }

    @Override
    public boolean needsLogin() {
        return true;
    }

    @Override
    public Reading read(Shard shard, Deadline deadline) {
        try (Connection connection = postgresql.connect(shard, deadline);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK)) {
            row.next();
            Reading reading = new Reading();
            reading.put("connections", row.getLong("connections"));
            reading.put("connections_max", row.getLong("connections_max"));
            reading.put("databases", row.getLong("databases"));
            reading.put("disk_bytes", row.getLong("disk_bytes"));
            return reading;
        } catch (SQLException e) {
            throw new StoreException.Unavailable(
                    "PostgreSQL does not answer: " + e.getMessage(), e);
        }
    }
}
