package io.quarry.api.kit;

import io.quarry.stores.cassandra.CassandraConfig;
import io.quarry.stores.cassandra.CassandraShard;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Properties;

/** What is in the stack's Cassandra, as the role that makes it sees it. */
public final class Tables implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CassandraShard shard;

    public Tables() {
        var logins = new Properties();
        try (var file = Files.newInputStream(Path.of(Stack.variable("QUARRY_CREDENTIALS_FILE")))) {
            logins.load(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        shard =
                new CassandraShard(
                        CassandraConfig.of(
                                CassandraConfig.endpoints(
                                        Stack.variable("QUARRY_SHARD_CASSANDRA_1")),
                                "datacenter1",
                                "quarry",
                                logins.getProperty("cassandra-1.structure.username"),
                                logins.getProperty("cassandra-1.structure.password")),
                        Clock.systemUTC());
    }

    /** Of that namespace, of whichever epoch. */
    public List<String> of(String uid) {
        return shard.provisioner().list(uid, Deadline.after(PATIENCE)).stream()
                .map(NamespaceRef::structure)
                .toList();
    }

    @Override
    public void close() {
        shard.close();
    }
}
