package io.quarry.stores.stack;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;

/** The stack whose environment the test has; without it the tests fail and say what is missing. */
public final class RunningStack {
    private RunningStack() {}

    /** {@code host:port} of a shard's servers. */
    public static List<String> endpoints(String shard) {
        return List.of(
                environment("QUARRY_SHARD_" + shard.toUpperCase(Locale.ROOT).replace('-', '_'))
                        .split(",", -1));
    }

    public static String username(String shard, String role) {
        return credential(shard + "." + role + ".username");
    }

    public static String password(String shard, String role) {
        return credential(shard + "." + role + ".password");
    }

    /** A namespace that was never there. */
    public static NamespaceRef freshNamespace() {
        String digits = Long.toString(ThreadLocalRandom.current().nextLong(1L << 62), 36);
        return new NamespaceRef(("it" + digits + "0".repeat(20)).substring(0, 20), 1);
    }

    /** Enough for a change of structure on a machine that is busy. */
    public static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(60));
    }

    private static String credential(String name) {
        Properties credentials = new Properties();
        try (Reader file =
                Files.newBufferedReader(Path.of(environment("QUARRY_CREDENTIALS_FILE")))) {
            credentials.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Objects.requireNonNull(credentials.getProperty(name), name);
    }

    private static String environment(String name) {
        return Objects.requireNonNull(
                System.getenv(name),
                name + " is not set: start the stack and take its environment");
    }
}
