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

/** Reaches a PostgreSQL shard as the role that may make databases there. */
@ApplicationScoped
public class PostgresqlProbe {
    private final StructureLogins logins;

    PostgresqlProbe(StructureLogins logins) {
        this.logins = logins;
    }

    /**
     * Asks for its version.
     *
     * @throws StoreException what stands against using it
     */
    String ask(Shard shard, Deadline deadline) {
        try (Connection connection = connect(shard, deadline);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW server_version")) {
            row.next();
            return "PostgreSQL " + row.getString(1);
        } catch (SQLException e) {
            throw new StoreException.Unavailable(
                    "PostgreSQL cannot be asked: " + e.getMessage(), e);
        }
    }

    /**
     * A connection of the caller's own, none of whose answers takes longer than the deadline.
     *
     * @throws StoreException.Rejected if there is no log-in
     */
    public Connection connect(Shard shard, Deadline deadline) throws SQLException {
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
        return DriverManager.getConnection(url, properties);
    }
}
