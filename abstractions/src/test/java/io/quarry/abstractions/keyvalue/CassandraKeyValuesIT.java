package io.quarry.abstractions.keyvalue;

import io.quarry.stores.cassandra.CassandraConfig;
import io.quarry.stores.cassandra.CassandraShard;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.Provisioner;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

class CassandraKeyValuesIT extends KeyValuesPromises {
    private @Nullable CassandraShard data;
    private @Nullable CassandraShard structure;

    @Override
    KeyValueStore store() {
        CassandraShard opened = data == null ? open("data") : data;
        data = opened;
        return opened.keyValue();
    }

    @Override
    Provisioner provisioner() {
        CassandraShard opened = structure == null ? open("structure") : structure;
        structure = opened;
        return opened.provisioner();
    }

    @Override
    void close() {
        if (data != null) {
            data.close();
        }
        if (structure != null) {
            structure.close();
        }
    }

    private CassandraShard open(String role) {
        Properties credentials = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of(environment("QUARRY_CREDENTIALS_FILE")))) {
            credentials.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String prefix = "cassandra-1." + role;
        return new CassandraShard(
                CassandraConfig.of(
                        CassandraConfig.endpoints(environment("QUARRY_SHARD_CASSANDRA_1")),
                        "datacenter1",
                        "quarry",
                        Objects.requireNonNull(
                                credentials.getProperty(prefix + ".username"), prefix),
                        Objects.requireNonNull(
                                credentials.getProperty(prefix + ".password"), prefix)),
                clock);
    }

    private static String environment(String name) {
        return Objects.requireNonNull(
                System.getenv(name),
                name + " is not set: start the stack and take its environment");
    }
}
