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
import java.util.function.Consumer;

/** Passwords of one stack, generated once, in files that only their owner can read. */
public final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;
    private final Path locks;
    private Properties values = new Properties();

    private Secrets(Stack stack) {
        this.folder = stack.home().resolve("secrets");
        this.locks = stack.home().resolve("locks");
    }

    /**
     * Reads the stack's secrets, and generates those that are not there yet. Never prints or logs
     * one.
     */
    public static Secrets of(Stack stack) {
        Secrets secrets = new Secrets(stack);
        secrets.load(stack);
        return secrets;
    }

    public String get(Secret secret) {
        return get(secret.key());
    }

    /** The password of one role of a shard; generated when it is first asked for. */
    public String password(Shard shard, String role) {
        return get(shard.server() + "." + role);
    }

    /** Under which name a role logs in, in every engine. */
    public static String user(String role) {
        return "quarry_" + role;
    }

    /** The file of {@code QUARRY_CREDENTIALS_FILE}: log-ins for shards, as Java properties. */
    public Path credentialsFile() {
        return folder.resolve("credentials.properties");
    }

    /** Writes the shard's log-ins to where the services look for them. */
    public void publish(Shard shard) {
        change(
                credentialsFile(),
                credentials -> {
                    for (String role : shard.engine().roles()) {
                        String key = shard.id() + "." + role;
                        credentials.setProperty(key + ".username", user(role));
                        credentials.setProperty(key + ".password", password(shard, role));
                    }
                });
    }

    /** Forgets the shard's log-ins. */
    public void withdraw(Shard shard) {
        change(
                credentialsFile(),
                credentials ->
                        credentials
                                .stringPropertyNames()
                                .forEach(name -> removeIfOf(credentials, name, shard.id())));
        values =
                change(
                        file(),
                        all ->
                                all.stringPropertyNames()
                                        .forEach(name -> removeIfOf(all, name, shard.server())));
    }

    private static void removeIfOf(Properties properties, String name, String owner) {
        if (name.startsWith(owner + ".")) {
            properties.remove(name);
        }
    }

    private Path file() {
        return folder.resolve("stack.properties");
    }

    private synchronized String get(String key) {
        String value = values.getProperty(key);
        if (value == null) {
            values = change(file(), all -> all.putIfAbsent(key, generate()));
            value = values.getProperty(key);
        }
        return value;
    }

    private void load(Stack stack) {
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw failed(e);
        }
        values =
                change(
                        file(),
                        all -> {
                            for (Secret secret : Secret.values()) {
                                all.putIfAbsent(secret.key(), generate());
                            }
                        });
        Shards.first(stack).forEach(this::publish);
    }

    /** Reads the file, and writes it anew if the change is one; no other process does meanwhile. */
    private synchronized Properties change(Path file, Consumer<Properties> change) {
        try (Lock _ = Lock.of(locks.resolve("secrets-" + file.getFileName()))) {
            Properties properties = new Properties();
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    properties.load(reader);
                }
            }
            Object before = properties.clone();
            change.accept(properties);
            if (!properties.equals(before)) {
                write(file, properties);
            }
            return properties;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private StackException failed(IOException e) {
        return new StackException(
                "cannot read or write the secrets in " + folder + ": " + e.getMessage(), e);
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
