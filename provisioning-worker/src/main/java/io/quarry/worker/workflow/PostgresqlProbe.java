package io.quarry.worker.workflow;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Asks a PostgreSQL shard for its version, as the role that may make databases there. */
@ApplicationScoped
class PostgresqlProbe {
    private final StructureLogins logins;

    PostgresqlProbe(StructureLogins logins) {
        this.logins = logins;
    }

    /**
     * @throws StoreException what stands against using it
     */
    String ask(Shard shard, Deadline deadline) {
        StructureLogins.Login login = logins.of(shard.credentialRef());
        String seconds = Long.toString(Math.max(1, deadline.remaining().toSeconds()));
        Properties properties = new Properties();
        properties.setProperty("user", login.username());
        properties.setProperty("password", login.password());
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        String url =
                "jdbc:postgresql://"
                        + String.join(",", shard.endpoints())
                        + "/"
                        + shard.settings().getOrDefault("database", "postgres");
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return "PostgreSQL " + row.getString(1);
        } catch (SQLException e) {
            throw new StoreException.Unavailable(
                    "PostgreSQL cannot be asked: " + e.getMessage(), e);
        }
    }
}
