package io.quarry.metadata.relational;

import io.quarry.metadata.namespace.IsoDuration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a PostgreSQL client reaches the database of a relational namespace; never a password.
 *
 * @param user of the newest credentials; null before the first
 * @param sslmode as libpq and JDBC call it
 * @param logins all that work, the newest last
 */
public record DatabaseConnection(
        String host,
        int port,
        String database,
        @Nullable String user,
        String sslmode,
        String jdbcUrl,
        int maxConnections,
        IsoDuration statementTimeout,
        long storageBytes,
        List<DatabaseLogin> logins) {
    public DatabaseConnection {
        logins = List.copyOf(logins);
    }
}
