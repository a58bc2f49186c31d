package io.quarry.abstractions.paging;

import io.quarry.stores.spi.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The key ring as a file with mode 0600, a key a line: {@code <id, 8 hexadecimal digits> <active
 * from, ISO-8601> <secret, base64url>}; empty lines and lines that begin with # are skipped. A
 * changed file is noticed within ten seconds; one that cannot be read leaves the ring as it was.
 * Thread safe.
 */
public final class KeyRingFile {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final Path file;
    private final InstantSource clock;
    private volatile State state;

    private record State(KeyRing ring, FileTime modified, Instant lookedAt) {}

    private KeyRingFile(Path file, InstantSource clock) throws IOException {
        this.file = file;
        this.clock = clock;
        this.state = read(clock.instant());
    }

    /**
     * Opens the ring, and makes one with a single random key where the file is missing; of several
     * processes that do so at once, one makes it and all get the same.
     *
     * @param random a cryptographically strong source
     * @throws UncheckedIOException where the file can be neither read nor made
     * @throws IllegalArgumentException where it is not a key ring
     */
    public static KeyRingFile openOrCreate(Path file, InstantSource clock, RandomGenerator random) {
        try {
            if (!Files.exists(file)) {
                create(file, clock.instant(), random);
            }
            return new KeyRingFile(file, clock);
        } catch (IOException e) {
            throw new UncheckedIOException("the page-token key ring " + file, e);
        }
    }

    /** The ring as the file has it now, or had it at most ten seconds ago. */
    public KeyRing ring() {
        State seen = state;
        Instant now = clock.instant();
        if (seen.lookedAt().plus(LOOK_AGAIN).isAfter(now)) {
            return seen.ring();
        }
        try {
            seen =
                    Files.getLastModifiedTime(file).equals(seen.modified())
                            ? new State(seen.ring(), seen.modified(), now)
                            : read(now);
        } catch (IOException | IllegalArgumentException e) {
            // A ring that is being replaced, or was broken by hand, must not stop pages that the
            // known keys can serve.
            seen = new State(seen.ring(), seen.modified(), now);
        }
        state = seen;
        return seen.ring();
    }

    private State read(Instant now) throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        List<SigningKey> keys = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                keys.add(parse(line.strip()));
            }
        }
        return new State(new KeyRing(keys), modified, now);
    }

    private static SigningKey parse(String line) {
        String[] parts = line.split("\\s+", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "a line of a key ring has an id, a time and a secret");
        }
        try {
            return new SigningKey(
                    HexFormat.fromHexDigits(parts[0]),
                    Instant.parse(parts[1]),
                    Bytes.of(Base64.getUrlDecoder().decode(parts[2])));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "a line of the key ring cannot be read", e); // never with the secret in it
        }
    }

    /** The line of a new key. */
    static String line(int id, Instant activeFrom, byte[] secret) {
        return HexFormat.of().toHexDigits(id)
                + " "
                + activeFrom
                + " "
                + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private static void create(Path file, Instant now, RandomGenerator random) throws IOException {
        byte[] secret = new byte[SigningKey.MIN_SECRET_BYTES];
        random.nextBytes(secret);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("not a file: " + file);
        }
        Files.createDirectories(folder);
        Path fresh =
                Files.createTempFile(
                        folder,
                        ".key-ring",
                        ".new",
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(fresh, line(random.nextInt(), now, secret) + "\n");
            Files.createLink(
                    file, fresh); // unlike a move, it fails where another process was first
        } catch (FileAlreadyExistsException e) {
            // The other one's ring is as good.
        } finally {
            Files.delete(fresh);
        }
    }
}
