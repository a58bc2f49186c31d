package io.quarry.local.stack;

import io.quarry.local.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * One stack: the checkout it is built from, the folder that holds its state, the cache of downloads
 * (shared by all stacks of a checkout), the offset of its ports, and which stores it has.
 */
public record Stack(Path checkout, Path home, Path cache, int offset, Set<Engine> engines) {

    /**
     * Reads {@code QUARRY_CHECKOUT}, {@code QUARRY_HOME}, {@code QUARRY_CACHE}, {@code
     * QUARRY_PORT_OFFSET} and {@code QUARRY_ENGINES}.
     */
    public static Stack of(Map<String, String> environment) {
        Path checkout =
                Path.of(environment.getOrDefault("QUARRY_CHECKOUT", "."))
                        .toAbsolutePath()
                        .normalize();
        Path own = checkout.resolve(".quarry");
        Path home = Path.of(environment.getOrDefault("QUARRY_HOME", own.toString()));
        Path cache =
                Path.of(environment.getOrDefault("QUARRY_CACHE", own.resolve("cache").toString()));
        return new Stack(
                checkout,
                checkout.resolve(home).normalize(),
                checkout.resolve(cache).normalize(),
                offset(environment.getOrDefault("QUARRY_PORT_OFFSET", "0")),
                engines(environment.getOrDefault("QUARRY_ENGINES", "")));
    }

    /** Cassandra is always among them: the services wait for their first shard. */
    private static Set<Engine> engines(String words) {
        Set<Engine> engines = Engine.list(words.isBlank() ? Engine.words() : words);
        engines.add(Engine.CASSANDRA);
        return engines;
    }

    private static int offset(String text) {
        try {
            int offset = Integer.parseInt(text);
            if (offset >= 0 && offset <= 50_000) {
                return offset;
            }
        } catch (NumberFormatException e) {
            // told below, as any other value that does not fit
        }
        throw new StackException(
                "QUARRY_PORT_OFFSET must be a number from 0 to 50000, not '" + text + "'");
    }

    public int port(Port port) {
        int base = port == Port.POSTGRESQL ? postgresqlBase() : port.number();
        return base + offset;
    }

    /** The folder that one server keeps its data in. */
    public Path data(String server) {
        return home.resolve("data").resolve(server);
    }

    public Path log(String server) {
        return home.resolve("logs").resolve(server + ".log");
    }

    /**
     * The folder of {@code QUARRY_STATE_DIR}: what a service keeps to start while all else is down.
     */
    public Path state(String service) {
        return home.resolve("state").resolve(service);
    }

    /**
     * Where a PostgreSQL of the system's own holds the usual port, ours moves one up and remembers
     * that.
     */
    public void choosePostgresqlPort(int base) throws IOException {
        Files.createDirectories(home);
        Files.writeString(postgresqlPortFile(), Integer.toString(base));
    }

    private int postgresqlBase() {
        try {
            return Files.exists(postgresqlPortFile())
                    ? Integer.parseInt(Files.readString(postgresqlPortFile()).trim())
                    : Port.POSTGRESQL.number();
        } catch (IOException e) {
            throw new StackException(
                    "cannot read " + postgresqlPortFile() + ": " + e.getMessage(), e);
        }
    }

    private Path postgresqlPortFile() {
        return home.resolve("postgresql.port");
    }
}
