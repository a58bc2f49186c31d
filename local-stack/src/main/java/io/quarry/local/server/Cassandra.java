package io.quarry.local.server;

import io.quarry.local.artifact.Artifacts;
import io.quarry.local.process.Command;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Shard;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Cassandra cluster of one node, which is its own seed, and asks for a log-in. */
final class Cassandra implements Server {
    static final String NAME = "cassandra";
    private static final String VERSION = "5.0.9";
    private static final List<String> ARTIFACTS =
            List.of("org.apache.cassandra:cassandra-all:" + VERSION);

    private final Shard shard;
    private final Secrets secrets;
    private final Artifacts artifacts;
    private final Path data;

    Cassandra(Stack stack, Secrets secrets, Artifacts artifacts, Shard shard) {
        this.shard = shard;
        this.secrets = secrets;
        this.artifacts = artifacts;
        this.data = stack.data(shard.server());
    }

    @Override
    public String name() {
        return shard.server();
    }

    @Override
    public String engine() {
        return "Cassandra " + VERSION;
    }

    @Override
    public List<Integer> ports() {
        return shard.ports();
    }

    @Override
    public List<String> needs() {
        return List.of();
    }

    @Override
    public void fetch() throws IOException, InterruptedException {
        artifacts.libraries(NAME, ARTIFACTS);
    }

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(data.resolve("tmp"));
        Map<String, String> marks =
                Map.of(
                        // the data keep it, and the first had it before there was a second
                        "name", shard.server().equals(NAME) ? "quarry" : shard.id(),
                        "port", Integer.toString(shard.ports().getFirst()),
                        "storage", Integer.toString(shard.ports().getLast()),
                        "data", data.toString());
        Files.writeString(
                data.resolve("cassandra.yaml"), Machine.template("cassandra.yaml", marks));
        Files.writeString(data.resolve("logback.xml"), Machine.template("logback.xml", Map.of()));
    }

    @Override
    public Command command() throws IOException {
        Path libraries = artifacts.folder(NAME, ARTIFACTS);
        List<String> command = new ArrayList<>();
        if (Machine.root()) {
            // with this right it would pin its whole heap in memory
            command.addAll(List.of("setpriv", "--bounding-set=-ipc_lock"));
        }
        command.add(Machine.java17());
        Machine.template(
                        "cassandra-jvm.options",
                        Map.of("data", data.toString(), "libraries", libraries.toString()))
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(command::add);
        command.addAll(
                List.of("-cp", libraries + "/*", "org.apache.cassandra.service.CassandraDaemon"));
        return new Command(command, Map.of(), data, VERSION);
    }

    /** An OPTIONS frame of the native protocol; the answer's opcode is SUPPORTED. */
    @Override
    public Optional<String> probe() {
        return Probes.bytes(shard.ports().getFirst(), new byte[] {4, 0, 0, 0, 5, 0, 0, 0, 0}, 4, 6);
    }

    @Override
    public void ensure() throws IOException {
        new CassandraRoles(data, secrets, shard).ensure();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(90);
    }
}
