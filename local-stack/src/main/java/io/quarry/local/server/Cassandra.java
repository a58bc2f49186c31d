package io.quarry.local.server;

import io.quarry.local.artifact.Artifacts;
import io.quarry.local.process.Command;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One Cassandra node that asks for a log-in. */
final class Cassandra implements Server {
    static final String NAME = "cassandra";
    private static final String VERSION = "5.0.9";
    private static final List<String> ARTIFACTS =
            List.of("org.apache.cassandra:cassandra-all:" + VERSION);

    private final Stack stack;
    private final Secrets secrets;
    private final Artifacts artifacts;
    private final Path data;

    Cassandra(Stack stack, Secrets secrets, Artifacts artifacts) {
        this.stack = stack;
        this.secrets = secrets;
        this.artifacts = artifacts;
        this.data = stack.data(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String engine() {
        return "Cassandra " + VERSION;
    }

    @Override
    public List<Port> ports() {
        return List.of(Port.CASSANDRA, Port.CASSANDRA_STORAGE);
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
                        "port", Integer.toString(stack.port(Port.CASSANDRA)),
                        "storage", Integer.toString(stack.port(Port.CASSANDRA_STORAGE)),
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
        return Probes.bytes(
                stack.port(Port.CASSANDRA), new byte[] {4, 0, 0, 0, 5, 0, 0, 0, 0}, 4, 6);
    }

    @Override
    public void ensure() throws IOException {
        new CassandraRoles(stack, secrets).ensure();
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(90);
    }
}
