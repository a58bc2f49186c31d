package io.quarry.metadata.fault;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Moments at which the kill tests end the process as {@code kill -9} would: once, at the one that
 * the file names whose path is the system property {@code quarry.test.halt-file}. Without the
 * property each is a look at an empty text.
 */
public final class Halts {
    private static final String FILE = System.getProperty("quarry.test.halt-file", "");

    private Halts() {}

    /** Ends the process if the test asked for it here; no shutdown hook runs. */
    public static void at(String moment) {
        if (!FILE.isEmpty() && isWanted(moment, Path.of(FILE))) {
            Runtime.getRuntime().halt(137);
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

    private static boolean isWanted(String moment, Path file) {
        try {
            return Files.readString(file).equals(moment) && Files.deleteIfExists(file);
        } catch (NoSuchFileException nothingWanted) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
