package io.quarry.local.process;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * Which processes this stack started, one small file each, so that any later call finds them again.
 */
public final class ProcessTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path folder;

    public ProcessTable(Path home) {
        this.folder = home.resolve("processes");
    }

    /** Records a process that was just started. */
    public ProcessEntry add(String name, Identity identity, String fingerprint, Instant since)
            throws IOException {
        ProcessEntry entry = ProcessEntry.of(name, identity, fingerprint, since);
        Files.createDirectories(folder);
        Path fresh = folder.resolve(name + ".tmp");
        JSON.writeValue(fresh.toFile(), entry);
        Files.move(
                fresh,
                file(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        return entry;
    }

    /** What was last recorded under the name, alive or not. */
    public Optional<ProcessEntry> find(String name) throws IOException {
        return Files.exists(file(name))
                ? Optional.of(JSON.readValue(file(name).toFile(), ProcessEntry.class))
                : Optional.empty();
    }

    /** The recorded process, provided that it is still the one we started. */
    public Optional<ProcessEntry> findLive(String name) throws IOException {
        return find(name).filter(ProcessEntry::lives);
    }

    public void remove(String name) throws IOException {
        Files.deleteIfExists(file(name));
    }

    private Path file(String name) {
        return folder.resolve(name + ".json");
    }
}
