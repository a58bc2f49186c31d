package io.quarry.metadata.fault;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Moments at which the kill tests end the process as {@code kill -9} would. The file whose path is
 * the system property {@code quarry.test.halt-file} names them, one a line: {@code MOMENT}, or
 * {@code MOMENT of NAME} where only acts on what has a name that begins so count. A thread that
 * comes to one goes no further; the line moves to the file of the same path with {@code .reached}
 * behind it. The process ends when no line is left, or {@code quarry.test.halt-patience} (ISO 8601,
 * one second) after the first was reached. Without the property each moment is a look at an empty
 * text.
 */
public final class Halts {
    private static final String FILE = System.getProperty("quarry.test.halt-file", "");

    /** For which the first that came to a moment waits for the others. */
    private static final Duration PATIENCE =
            Duration.parse(System.getProperty("quarry.test.halt-patience", "PT1S"));

    /** Whether a thread of this process has come to a moment, and its end is near. */
    private static boolean reached;

    private Halts() {}

    /** Goes no further if the test asked for it here; no shutdown hook runs. */
    public static void at(String moment) {
        at(moment, "");
    }

    /** As {@link #at(String)}, in an act on what has that name. */
    public static void at(String moment, String name) {
        at(() -> moment, name);
    }

    /** As {@link #at(String, String)}, where the words for the moment have yet to be made. */
    public static void at(Supplier<String> moment, String name) {
        if (!FILE.isEmpty() && isWanted(moment.get(), name, Path.of(FILE))) {
            while (true) {
                LockSupport.park();
            }
        }
    }

    /** Two moments of an act: before its transaction commits, and after it has. */
    public static void aroundCommit(String act, TransactionSynchronizationRegistry transaction) {
        if (FILE.isEmpty()) {
            return;
        }
        transaction.registerInterposedSynchronization(
                new Synchronization() {
                    @Override
                    public void beforeCompletion() {
                        at(act + " before commit");
                    }

                    @Override
                    public void afterCompletion(int status) {
                        if (status == Status.STATUS_COMMITTED) {
                            at(act + " after commit");
                        }
                    }
                });
    }

    private static synchronized boolean isWanted(String moment, String name, Path file) {
        try {
            List<String> wanted = new ArrayList<>(Files.readAllLines(file));
            Optional<String> found =
                    wanted.stream().filter(line -> isThat(line, moment, name)).findFirst();
            if (found.isEmpty()) {
                return false;
            }
            wanted.remove(found.get());
            Files.writeString(
                    Path.of(file + ".reached"),
                    found.get() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            if (wanted.isEmpty()) {
                Files.delete(file);
                end();
            }
            Files.write(file, wanted);
            if (!reached) {
                reached = true;
                Thread _ = Thread.ofPlatform().daemon().start(Halts::endSoon);
            }
            return true;
        } catch (NoSuchFileException nothingWanted) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isThat(String line, String moment, String name) {
        return line.equals(moment)
                || line.startsWith(moment + " of ")
                        && name.startsWith(line.substring((moment + " of ").length()));
    }

    private static void endSoon() {
        LockSupport.parkNanos(PATIENCE.toNanos());
        end();
    }

    private static void end() {
        Runtime.getRuntime().halt(137);
    }
}
