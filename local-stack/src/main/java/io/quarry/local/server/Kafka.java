package io.quarry.local.server;

import io.quarry.local.artifact.Artifacts;
import io.quarry.local.process.Command;
import io.quarry.local.process.Tool;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Port;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** One Kafka broker that is its own controller. */
final class Kafka implements Server {
    static final String NAME = "kafka";
    private static final String VERSION = "4.4.0";
    private static final List<String> ARTIFACTS =
            List.of(
                    "org.apache.kafka:kafka_2.13:" + VERSION,
                    "org.apache.logging.log4j:log4j-slf4j-impl:2.25.5");

    private final Stack stack;
    private final Artifacts artifacts;
    private final Path data;

    Kafka(Stack stack, Artifacts artifacts) {
        this.stack = stack;
        this.artifacts = artifacts;
        this.data = stack.data(NAME);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String engine() {
        return "Kafka " + VERSION;
    }

    @Override
    public List<Integer> ports() {
        return List.of(stack.port(Port.KAFKA), stack.port(Port.KAFKA_CONTROLLER));
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
    public void prepare() throws IOException, InterruptedException {
        Path logs = data.resolve("logs");
        Files.createDirectories(data);
        Map<String, String> marks =
                Map.of(
                        "port", Integer.toString(stack.port(Port.KAFKA)),
                        "controller", Integer.toString(stack.port(Port.KAFKA_CONTROLLER)),
                        "logs", logs.toString());
        Files.writeString(
                data.resolve("server.properties"), Machine.template("kafka.properties", marks));
        Files.writeString(
                data.resolve("log4j2.properties"), Machine.template("log4j2.properties", Map.of()));
        if (!Files.exists(logs.resolve("meta.properties"))) {
            List<String> format = new ArrayList<>(java());
            format.addAll(
                    List.of(
                            "kafka.tools.StorageTool",
                            "format",
                            "-t",
                            clusterId(),
                            "-c",
                            properties()));
            Tool.run(new Command(format, Map.of(), data), "");
        }
    }

    @Override
    public Command command() {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of("kafka.Kafka", properties()));
        return new Command(command, Map.of(), data, VERSION);
    }

    private List<String> java() {
        return List.of(
                Machine.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlog4j2.configurationFile=" + data.resolve("log4j2.properties"),
                "-cp",
                artifacts.folder(NAME, ARTIFACTS) + "/*");
    }

    private String properties() {
        return data.resolve("server.properties").toString();
    }

    private static String clusterId() {
        byte[] id = new byte[16];
        new SecureRandom().nextBytes(id);
        id[0] &= 0x7f; // a leading '-' would read as an option
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    /**
     * Asks for the versions of its API (key 18, version 0); the answer repeats our correlation id.
     */
    @Override
    public Optional<String> probe() {
        byte[] question =
                ByteBuffer.allocate(14)
                        .putInt(10)
                        .putShort((short) 18)
                        .putShort((short) 0)
                        .putInt(7)
                        .putShort((short) -1)
                        .array();
        return Probes.bytes(stack.port(Port.KAFKA), question, 7, 7);
    }

    /**
     * The nudges, the events, the usage, and the routes: one compacted partition, so that their
     * order is one.
     */
    @Override
    public void ensure() throws InterruptedException, IOException {
        Map<String, Object> settings =
                Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        Environment.address(stack, Port.KAFKA),
                        AdminClientConfig.RECONNECT_BACKOFF_MS_CONFIG,
                        "20");
        try (Admin admin = Admin.create(settings)) {
            List<NewTopic> topics =
                    List.of(
                            new NewTopic("quarry.operations", 4, (short) 1)
                                    .configs(Map.of(TopicConfig.RETENTION_MS_CONFIG, "86400000")),
                            new NewTopic("quarry.events", 4, (short) 1),
                            new NewTopic("quarry.usage", 4, (short) 1),
                            new NewTopic("quarry.routes", 1, (short) 1)
                                    .configs(
                                            Map.of(
                                                    TopicConfig.CLEANUP_POLICY_CONFIG,
                                                    TopicConfig.CLEANUP_POLICY_COMPACT)));
            for (var created : admin.createTopics(topics).values().values()) {
                try {
                    created.get(30, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IOException("Kafka's topics: " + e.getCause(), e);
                    }
                }
            }
        } catch (TimeoutException e) {
            throw new IOException("Kafka did not create its topics within 30 s", e);
        }
    }
}
