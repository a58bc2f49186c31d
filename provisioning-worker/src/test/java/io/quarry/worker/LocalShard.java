package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One more shard beside the stack's own, on servers that only this test has. */
final class LocalShard implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id;
    private final long pid;
    private final List<String> endpoints;

    private LocalShard(String id, long pid, List<String> endpoints) {
        this.id = id;
        this.pid = pid;
        this.endpoints = endpoints;
    }

    /** Answers already; its log-ins are in the credentials file, under its id. */
    static LocalShard start(String engine, String id) throws IOException, InterruptedException {
        JsonNode started = command("start", engine, id);
        List<String> endpoints = new ArrayList<>();
        started.path("endpoints").forEach(each -> endpoints.add(each.asText()));
        assertThat(endpoints).as(started.toString()).isNotEmpty();
        return new LocalShard(id, started.path("pid").asLong(), List.copyOf(endpoints));
    }

    List<String> endpoints() {
        return endpoints;
    }

    /** Its sockets stay open, and nobody answers. */
    void standStill() throws IOException, InterruptedException {
        signal("STOP");
    }

    void goOn() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor())
                .isZero();
    }

    /** Servers, data and log-ins are gone. */
    @Override
    public void close() throws IOException, InterruptedException {
        signal("CONT");
        purge(id);
    }

    /** Nothing is left of it, whoever started it. */
    static void purge(String id) throws IOException, InterruptedException {
        assertThat(command("purge", id).path("state").asText()).isEqualTo("PURGED");
    }

    /** The process of the stack's server of that name, if one lives. */
    static Optional<ProcessHandle> process(String server) throws IOException {
        Path entry = home().resolve("processes").resolve(server + ".json");
        return Files.exists(entry)
                ? ProcessHandle.of(JSON.readTree(entry.toFile()).path("pid").asLong())
                        .filter(ProcessHandle::isAlive)
                : Optional.empty();
    }

    /** No process, no data, no log-ins, and no memory of it. */
    static void assertNothingLeft(String id) throws IOException {
        assertThat(process(id)).as("process of " + id).isEmpty();
        assertThat(home().resolve("data").resolve(id)).doesNotExist();
        assertThat(home().resolve("shards").resolve(id + ".json")).doesNotExist();
        assertThat(home().resolve("processes").resolve(id + ".json")).doesNotExist();
        assertThat(Files.readString(Path.of(variable("QUARRY_CREDENTIALS_FILE"))))
                .doesNotContain(id + ".");
    }

    private static Path home() {
        return Path.of(variable("QUARRY_HOME"));
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }

    private static JsonNode command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(variable("QUARRY_SCRIPT"));
        command.add("shard");
        command.addAll(List.of(arguments));
        Path told = Files.createTempFile(Path.of("target"), "shard", ".log");
        Process process = new ProcessBuilder(command).redirectError(told.toFile()).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, Files.readString(told)).isZero();
        return JSON.readTree(answer.lines().reduce("", (_, last) -> last));
    }
}
