package io.quarry.api.data;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Times and sizes of the data plane that are not part of an abstraction's promises. */
@ConfigMapping(prefix = "quarry.data")
public interface DataConfig {
    /** How long a call about one item may take when the request does not say. */
    @WithDefault("PT1S")
    Duration itemDeadline();

    /** How long a call about several items or records may take when the request does not say. */
    @WithDefault("PT10S")
    Duration listDeadline();

    /** The longest deadline that a request may ask for. */
    @WithDefault("PT60S")
    Duration longestDeadline();

    /**
     * The largest body of several items, in bytes: base64 and JSON make the 4 MiB of a batch longer
     * than they are.
     */
    @WithDefault("6291456")
    long batchBodyBytes();

    /**
     * Java properties with the log-ins of shards, by the route's credential reference; mode 0600.
     */
    @WithDefault(".quarry/secrets/shards.properties")
    Path credentialsFile();

    /**
     * Keys that sign page tokens; all gateways share them. By default a file in the state folder.
     */
    Optional<Path> pageKeysFile();

    /** Connections to each node of a shard. */
    @WithDefault("1")
    int connectionsPerNode();

    /** A shard's session is closed when no call has used it for so long. */
    @WithDefault("PT10M")
    Duration idleSession();

    /** The keyspace of every Cassandra shard that holds its namespaces' tables. */
    @WithDefault("quarry")
    String keyspace();

    /** For one attempt to connect to a shard's node and log in. */
    @WithDefault("PT5S")
    Duration connectTimeout();
}
