package io.quarry.api.kit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A registered data-plane process that lives and applies no route: as long as it is there, whatever
 * changes a route waits for it. Written past the API, which only a data-plane process may use so.
 */
public final class DeafInstance implements AutoCloseable {
    private final String id = "deaf-" + UUID.randomUUID();

    public DeafInstance() {
        run(
                "INSERT INTO instance (id, host, last_seen) VALUES ('%s', '127.0.0.1', now() + interval '1 hour')"
                        .formatted(id));
    }

    public String id() {
        return id;
    }

    @Override
    public void close() {
        run("DELETE FROM instance WHERE id = '%s'".formatted(id));
    }

    private static void run(String sql) {
        try (Connection connection =
                        DriverManager.getConnection(
                                Stack.variable("QUARRY_DB_URL"),
                                Stack.variable("QUARRY_DB_TENANT_USER"),
                                Stack.variable("QUARRY_DB_TENANT_PASSWORD"));
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT set_config('quarry.tenant', '@platform', true)");
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
