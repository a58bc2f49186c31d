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
        assertThat(command("purge", id).path("state").asText()).isEqualTo("PURGED");
    }

    private static JsonNode command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Objects.requireNonNull(System.getenv("QUARRY_SCRIPT"), "QUARRY_SCRIPT"));
        command.add("shard");
        command.addAll(List.of(arguments));
        Path told = Files.createTempFile(Path.of("target"), "shard", ".log");
        Process process = new ProcessBuilder(command).redirectError(told.toFile()).start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, Files.readString(told)).isZero();
        return JSON.readTree(answer.lines().reduce("", (_, last) -> last));
    }
}
