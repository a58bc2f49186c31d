package io.quarry.local.server;

import io.quarry.local.artifact.Artifacts;
import io.quarry.local.process.Command;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Shard;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * s3proxy on a folder: the S3 protocol with signed requests, without versions, tags and policies.
 */
final class S3 implements Server {
    private static final String NAME = "s3proxy";
    private static final String VERSION = "4.1.0";
    private static final List<String> ARTIFACTS =
            List.of(
                    "org.gaul:s3proxy:" + VERSION,
                    // else an older one, which lacks what its own Jackson needs, comes first
                    "com.fasterxml.jackson.core:jackson-annotations:2.21");

    private final Secrets secrets;
    private final Artifacts artifacts;
    private final Shard shard;
    private final Path data;

    S3(Stack stack, Secrets secrets, Artifacts artifacts, Shard shard) {
        this.secrets = secrets;
        this.artifacts = artifacts;
        this.shard = shard;
        this.data = stack.data(shard.server());
    }

    @Override
    public String name() {
        return shard.server();
    }

    @Override
    public String engine() {
        return "s3proxy " + VERSION;
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

    /** A file a key: both open the same objects, since s3proxy knows no policies. */
    @Override
    public void prepare() throws IOException {
        Files.createDirectories(data.resolve("objects"));
        Files.writeString(data.resolve("logback.xml"), Machine.template("logback.xml", Map.of()));
        for (String role : shard.engine().roles()) {
            Map<String, String> marks =
                    Map.of(
                            "port", Integer.toString(shard.ports().getFirst()),
                            "identity", Secrets.user(role),
                            "credential", secrets.password(shard, role),
                            "objects", data.resolve("objects").toString());
            Machine.secretFile(key(role), Machine.template("s3proxy.properties", marks));
        }
    }

    private Path key(String role) {
        return data.resolve(role + ".properties");
    }

    @Override
    public Command command() {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Machine.java(),
                                "-Xmx96m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-Dlogback.configurationFile=" + data.resolve("logback.xml"),
                                "-cp",
                                artifacts.folder(NAME, ARTIFACTS) + "/*",
                                "org.gaul.s3proxy.Main"));
        for (String role : shard.engine().roles()) {
            command.addAll(List.of("--properties", key(role).toString()));
        }
        return new Command(command, Map.of(), data, VERSION);
    }

    /** A request that nobody signed is refused. */
    @Override
    public Optional<String> probe() {
        return Probes.http(
                Probes.request("http://127.0.0.1:" + shard.ports().getFirst() + "/").build(), 403);
    }
}
