package io.quarry.api.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Moments at which the kill tests end the process as {@code kill -9} would: once, at the one that
 * the file names whose path is the system property {@code quarry.test.halt-file}. Without the
 * property each is a comparison with nothing.
 */
enum HaltPoint {
    ROW_BEGUN,
    CLIENT_MADE,
    CONFIRMED,
    DELETION_DECIDED,
    CLIENT_REMOVED;

    private static final String FILE = System.getProperty("quarry.test.halt-file", "");

    /** Ends the process if the test asked for it here; no shutdown hook runs. */
    void reached() {
        if (!FILE.isEmpty() && isWanted(Path.of(FILE))) {
            Runtime.getRuntime().halt(137);
        }
    }

    private boolean isWanted(Path file) {
        try {
            return Files.readString(file).equals(name()) && Files.deleteIfExists(file);
        } catch (NoSuchFileException nothingWanted) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
