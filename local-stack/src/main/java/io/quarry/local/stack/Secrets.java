package io.quarry.local.stack;

import io.quarry.local.StackException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** Passwords of one stack, generated once, in files that only their owner can read. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Properties values = new Properties();

    private Secrets(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the stack's secrets, and generates those that are not there yet. Never prints or logs
     * one.
     */
    public static Secrets of(Stack stack) {
        Secrets secrets = new Secrets(stack.home().resolve("secrets"));
        try {
            secrets.load();
        } catch (IOException e) {
            throw new StackException(
                    "cannot read or write the secrets in " + secrets.folder + ": " + e.getMessage(),
                    e);
        }
        return secrets;
    }

    public String get(Secret secret) {
        return values.getProperty(secret.key());
    }

    /** The file of {@code QUARRY_CREDENTIALS_FILE}: log-ins for shards, as Java properties. */
    public Path credentialsFile() {
        return folder.resolve("credentials.properties");
    }

    private void load() throws IOException {
        Path file = folder.resolve("stack.properties");
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                values.load(reader);
            }
        }
        boolean fresh = false;
        for (Secret secret : Secret.values()) {
            if (values.getProperty(secret.key()) == null) {
                values.setProperty(secret.key(), generate());
                fresh = true;
            }
        }
        if (fresh) {
            write(file, values);
        }
        if (fresh || !Files.exists(credentialsFile())) {
            Properties credentials = new Properties();
            credentials.setProperty("cassandra-1.data.username", "quarry_data");
            credentials.setProperty("cassandra-1.data.password", get(Secret.CASSANDRA_DATA));
            credentials.setProperty("cassandra-1.structure.username", "quarry_structure");
            credentials.setProperty(
                    "cassandra-1.structure.password", get(Secret.CASSANDRA_STRUCTURE));
            write(credentialsFile(), credentials);
        }
    }

    private void write(Path file, Properties properties) throws IOException {
        Path fresh =
                Files.createTempFile(
                        folder,
                        "fresh",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Files.writeString(fresh, text.toString());
        Files.move(
                fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String generate() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
