package io.quarry.local.server;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Shard;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The keyspace and its two roles: one makes tables, the other only reads and writes them. */
final class CassandraRoles {
    private static final String SUPERUSER = "quarry_super";
    private static final String VERSION = "2";

    private final Path data;
    private final Secrets secrets;
    private final Shard shard;

    CassandraRoles(Path data, Secrets secrets, Shard shard) {
        this.data = data;
        this.secrets = secrets;
        this.shard = shard;
    }

    /** Leaves a mark beside the data, since opening a session costs a second at each {@code up}. */
    void ensure() throws IOException {
        Path mark = data.resolve("roles.version");
        if (Files.exists(mark) && Files.readString(mark).equals(VERSION)) {
            return;
        }
        try (CqlSession session = superuser()) {
            List.of(
                            "CREATE KEYSPACE IF NOT EXISTS quarry WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
                            role("structure"),
                            role("data"),
                            "GRANT CREATE ON KEYSPACE quarry TO quarry_structure",
                            "GRANT ALTER ON KEYSPACE quarry TO quarry_structure",
                            "GRANT DROP ON KEYSPACE quarry TO quarry_structure",
                            "GRANT SELECT ON KEYSPACE quarry TO quarry_structure",
                            "GRANT AUTHORIZE ON KEYSPACE quarry TO quarry_structure",
                            // what the worker measures
                            "GRANT SELECT ON KEYSPACE system_views TO quarry_structure",
                            "GRANT SELECT ON KEYSPACE quarry TO quarry_data",
                            "GRANT MODIFY ON KEYSPACE quarry TO quarry_data")
                    .forEach(session::execute);
        }
        Files.writeString(mark, VERSION);
    }

    private String role(String name) {
        return "CREATE ROLE IF NOT EXISTS "
                + Secrets.user(name)
                + " WITH LOGIN = true AND PASSWORD = '"
                + secrets.password(shard, name)
                + "'";
    }

    /**
     * The superuser that every Cassandra begins with hands over to one with a password of our own,
     * and may not log in again.
     */
    private CqlSession superuser() {
        String password = secrets.password(shard, "superuser");
        try {
            return session(SUPERUSER, password);
        } catch (AllNodesFailedException e) {
            boolean refused =
                    e.getAllErrors().values().stream()
                            .flatMap(List::stream)
                            .anyMatch(AuthenticationException.class::isInstance);
            if (!refused) {
                throw e;
            }
        }
        try (CqlSession first = session("cassandra", "cassandra")) {
            first.execute(
                    "CREATE ROLE IF NOT EXISTS "
                            + SUPERUSER
                            + " WITH SUPERUSER = true AND LOGIN = true AND PASSWORD = '"
                            + password
                            + "'");
        }
        CqlSession own = session(SUPERUSER, password);
        own.execute("ALTER ROLE cassandra WITH SUPERUSER = false AND LOGIN = false");
        return own;
    }

    private CqlSession session(String user, String password) {
        DriverConfigLoader config =
                DriverConfigLoader.programmaticBuilder()
                        .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
                        .withDuration(
                                DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT,
                                Duration.ofSeconds(10))
                        .withDuration(
                                DefaultDriverOption.METADATA_SCHEMA_WINDOW, Duration.ofMillis(1))
                        .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                        .withInt(DefaultDriverOption.NETTY_IO_SIZE, 1)
                        .withInt(DefaultDriverOption.NETTY_ADMIN_SIZE, 1)
                        .withInt(DefaultDriverOption.NETTY_IO_SHUTDOWN_QUIET_PERIOD, 0)
                        .withInt(DefaultDriverOption.NETTY_ADMIN_SHUTDOWN_QUIET_PERIOD, 0)
                        .build();
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress("127.0.0.1", shard.ports().getFirst()))
                .withLocalDatacenter("datacenter1")
                .withAuthCredentials(user, password)
                .withConfigLoader(config)
                .build();
    }
}
