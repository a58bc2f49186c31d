package io.quarry.stores.cassandra;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/**
 * The Cassandra of the running stack, as both roles see it. Where it is and how to log in comes
 * from the environment; without it the tests fail and say what is missing.
 */
final class TestShard implements AutoCloseable {
    private final CassandraShard data;
    private final CassandraShard structure;

    TestShard(InstantSource clock) {
        data = new CassandraShard(dataConfig(endpoint()), clock);
        structure = new CassandraShard(config("structure", endpoint()), clock);
    }

    /** A shard that is reached by another way than its own address. */
    static CassandraShard dataThrough(InetSocketAddress address) {
        return new CassandraShard(dataConfig(address), InstantSource.system());
    }

    static CassandraConfig dataConfig(InetSocketAddress address) {
        return config("data", address);
    }

    static InetSocketAddress endpoint() {
        return CassandraConfig.endpoints(environment("QUARRY_SHARD_CASSANDRA_1")).getFirst();
    }

    private static CassandraConfig config(String role, InetSocketAddress address) {
        Properties credentials = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of(environment("QUARRY_CREDENTIALS_FILE")))) {
            credentials.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String prefix = "cassandra-1." + role;
        return CassandraConfig.of(
                List.of(address),
                "datacenter1",
                "quarry",
                Objects.requireNonNull(credentials.getProperty(prefix + ".username"), prefix),
                Objects.requireNonNull(credentials.getProperty(prefix + ".password"), prefix));
    }

    private static String environment(String name) {
        return Objects.requireNonNull(
                System.getenv(name),
                name + " is not set: start the stack and take its environment");
    }

    CassandraShard data() {
        return data;
    }

    CassandraShard structure() {
        return structure;
    }

    @Override
    public void close() {
        data.close();
        structure.close();
    }
}
