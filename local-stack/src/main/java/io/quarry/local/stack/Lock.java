package io.quarry.local.stack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Held by one process at a time; the end of the process, however it comes, lets it go.
 *
 * @param held closing its channel releases it
 */
public record Lock(FileLock held) implements AutoCloseable {

    /** Waits for it. A process may not ask for one that it holds. */
    public static Lock of(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new Lock(channel.lock());
    }

    @Override
    public void close() throws IOException {
        held.acquiredBy().close();
    }
}
