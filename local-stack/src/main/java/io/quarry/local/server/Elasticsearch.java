package io.quarry.local.server;

import io.quarry.local.artifact.Artifacts;
import io.quarry.local.process.Command;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Shard;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An Elasticsearch cluster of one node, put together from the published libraries, which asks for a
 * log-in by a plugin of ours. It lacks what is published in the distribution only: security, ILM,
 * reindex, update and delete by query, painless, and the native zstd of the codec best_compression.
 */
final class Elasticsearch implements Server {
    private static final String NAME = "elasticsearch";
    private static final String VERSION = "9.5.3";
    private static final List<String> ARTIFACTS =
            List.of(
                    "org.elasticsearch:elasticsearch:" + VERSION,
                    "org.elasticsearch.plugin:transport-netty4:" + VERSION);

    /**
     * As root it is run as nobody, by number, since the name of its group is not everywhere the
     * same.
     */
    private static final String OWNER = "65534";

    private final Secrets secrets;
    private final Artifacts artifacts;
    private final Shard shard;
    private final Path data;

    Elasticsearch(Stack stack, Secrets secrets, Artifacts artifacts, Shard shard) {
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
        return "Elasticsearch " + VERSION;
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
        Path plugin = data.resolve("modules/quarry-login");
        for (Path folder : List.of(plugin, data.resolve("tmp"), data.resolve("data"))) {
            Files.createDirectories(folder);
        }
        Map<String, String> marks =
                Map.of(
                        "name", shard.id(),
                        "port", Integer.toString(shard.ports().getFirst()),
                        "transport", Integer.toString(shard.ports().getLast()),
                        "data", data.toString());
        Files.writeString(
                data.resolve("elasticsearch.yml"), Machine.template("elasticsearch.yml", marks));
        Files.writeString(
                data.resolve("log4j2.properties"), Machine.template("log4j2.properties", Map.of()));
        Files.writeString(
                plugin.resolve("plugin-descriptor.properties"),
                Machine.template("elasticsearch-plugin.properties", Map.of("version", VERSION)));
        ElasticsearchClasses.copy(data.resolve("classes"), plugin);
        if (Machine.root()) {
            Folders.giveAll(data, OWNER);
        }
    }

    @Override
    public Command command() throws IOException {
        List<String> java =
                List.of(
                        Machine.java(),
                        "-Xms128m",
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Djava.io.tmpdir=" + data.resolve("tmp"),
                        "-Des.path.home=" + data,
                        "-Dlog4j2.configurationFile=" + data.resolve("log4j2.properties"),
                        "-cp",
                        data.resolve("classes") + ":" + artifacts.folder(NAME, ARTIFACTS) + "/*",
                        "io.quarry.local.elasticsearch.Main",
                        data.toString(),
                        shard.id());
        Map<String, String> environment =
                Map.of(
                        "QUARRY_STRUCTURE_PASSWORD", secrets.password(shard, "structure"),
                        "QUARRY_DATA_PASSWORD", secrets.password(shard, "data"));
        return new Command(
                Machine.asOwner(OWNER, java),
                environment,
                data,
                VERSION + " " + ElasticsearchClasses.version());
    }

    /** HTTP answers before the indices are there again, so the probe waits for them. */
    @Override
    public Optional<String> probe() {
        String login = Secrets.user("structure") + ":" + secrets.password(shard, "structure");
        return Probes.http(
                Probes.request(
                                "http://127.0.0.1:"
                                        + shard.ports().getFirst()
                                        + "/_cluster/health?wait_for_status=yellow&timeout=1s")
                        .header(
                                "Authorization",
                                "Basic "
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        login.getBytes(StandardCharsets.UTF_8)))
                        .build(),
                200);
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(90);
    }
}
