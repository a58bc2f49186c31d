package io.quarry.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarry.local.stack.Environment;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.io.Reader;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The script itself, on a stack of its own beside the shared one: real servers, killed for real.
 */
class LocalStackIT {
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();
    private static final Path HOME = CHECKOUT.resolve(".quarry/local-stack-it");
    // below the ports that the kernel hands to clients
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "QUARRY_CHECKOUT",
                    CHECKOUT.toString(),
                    "QUARRY_HOME",
                    HOME.toString(),
                    "QUARRY_PORT_OFFSET",
                    "15000");
    private static final Stack STACK = Stack.of(SETTINGS);

    private record Ran(int code, String output) {}

    private static Ran quarry(Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("quarry", ".out");
        ProcessBuilder builder = new ProcessBuilder(CHECKOUT.resolve("quarry").toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().putAll(settings);
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), Files.readString(output));
    }

    private static void up() throws Exception {
        Ran ran = quarry(SETTINGS, "up", "--servers-only");
        assertThat(ran.code()).as(ran.output()).isZero();
    }

    private static Map<String, Long> pids() throws Exception {
        Map<String, Long> pids = new TreeMap<>();
        for (JsonNode service : status().path("services")) {
            if (service.path("state").asText().equals("READY")) {
                pids.put(service.path("name").asText(), service.path("pid").asLong());
            }
        }
        return pids;
    }

    private static JsonNode status() throws Exception {
        return JsonMapper.builder().build().readTree(quarry(SETTINGS, "status", "--json").output());
    }

    @BeforeAll
    static void start() throws Exception {
        quarry(SETTINGS, "down", "--purge");
        up();
    }

    @AfterAll
    static void end() throws Exception {
        quarry(SETTINGS, "down", "--purge");
        assertThat(HOME.resolve("data")).doesNotExist();
    }

    @Test
    void aSecondUpLeavesEveryProcessAlone() throws Exception {
        Map<String, Long> before = pids();
        assertThat(before.keySet()).containsExactly("cassandra", "kafka", "keycloak", "postgresql");
        up();
        assertThat(pids()).isEqualTo(before);
    }

    @Test
    void statusTellsProgramsAllThatTheyNeed() throws Exception {
        JsonNode status = status();
        assertThat(status.path("ready").asBoolean()).isTrue();
        for (JsonNode service : status.path("services")) {
            assertThat(service.properties().stream().map(Map.Entry::getKey))
                    .containsExactly(
                            "name", "engine", "state", "pid", "port", "log", "since", "reason");
        }
    }

    @Test
    void killedServersComeBackWithTheirData() throws Exception {
        String mark = "kept-" + System.nanoTime();
        write(mark);
        Map<String, Long> before = pids();
        for (long pid : before.values()) {
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        }
        up();
        Map<String, Long> after = pids();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.values()).doesNotContainAnyElementsOf(before.values());
        assertKept(mark);
        assertThat(quarry(SETTINGS, "token", "demo-developer").output().strip().split("\\."))
                .hasSize(3);
    }

    @Test
    void anotherHomeSharesNothing() throws Exception {
        Map<String, String> other = new HashMap<>(SETTINGS);
        other.put("QUARRY_HOME", CHECKOUT.resolve(".quarry/local-stack-it-other").toString());
        Map<String, Long> before = pids();
        assertThat(quarry(other, "status").code()).isEqualTo(1);
        assertThat(quarry(other, "down", "--purge").code()).isZero();
        assertThat(pids()).isEqualTo(before);

        Ran refused = quarry(other, "up", "--servers-only");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output())
                .contains(
                        "kafka needs port 24092, which is in use by java (pid "
                                + before.get("kafka")
                                + ")");
        quarry(other, "down", "--purge");
        assertThat(pids()).isEqualTo(before);
    }

    private static void write(String mark) throws Exception {
        psql(
                "CREATE TABLE IF NOT EXISTS quarry.kept (mark text); INSERT INTO quarry.kept VALUES ('"
                        + mark
                        + "')");
        try (CqlSession session = cassandra("structure")) {
            session.execute("CREATE TABLE IF NOT EXISTS quarry.kept (mark text PRIMARY KEY)");
        }
        try (CqlSession session = cassandra("data")) {
            session.execute("INSERT INTO quarry.kept (mark) VALUES ('" + mark + "')");
        }
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", environment().get("KAFKA_BOOTSTRAP"), "acks", "all");
        try (var producer =
                new KafkaProducer<>(kafka, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("quarry.routes", mark, mark))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void assertKept(String mark) throws Exception {
        assertThat(psql("SELECT mark FROM quarry.kept WHERE mark = '" + mark + "'")).contains(mark);
        try (CqlSession session = cassandra("data")) {
            assertThat(
                            session.execute(
                                            "SELECT mark FROM quarry.kept WHERE mark = '"
                                                    + mark
                                                    + "'")
                                    .all())
                    .hasSize(1);
        }
        Map<String, Object> kafka =
                Map.of("bootstrap.servers", environment().get("KAFKA_BOOTSTRAP"));
        TopicPartition routes = new TopicPartition("quarry.routes", 0);
        try (var consumer =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(Set.of(routes));
            long end = consumer.endOffsets(Set.of(routes)).getOrDefault(routes, 0L);
            consumer.seek(routes, end - 1);
            var records = consumer.poll(java.time.Duration.ofSeconds(20)).records(routes);
            assertThat(records)
                    .hasSize(1)
                    .first()
                    .extracting(record -> record.value())
                    .isEqualTo(mark);
        }
    }

    private static Map<String, String> environment() {
        return Environment.of(STACK, Secrets.of(STACK));
    }

    private static String psql(String sql) throws Exception {
        Map<String, String> environment = environment();
        String url = environment.getOrDefault("QUARRY_DB_URL", "").replace("jdbc:", "");
        ProcessBuilder builder =
                new ProcessBuilder(
                        "psql",
                        url,
                        "-U",
                        "quarry_owner",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-qAt",
                        "-c",
                        sql);
        builder.environment()
                .put("PGPASSWORD", environment.getOrDefault("QUARRY_DB_OWNER_PASSWORD", ""));
        Process process = builder.redirectErrorStream(true).start();
        String output =
                new String(
                        process.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static CqlSession cassandra(String role) throws IOException {
        Properties credentials = new Properties();
        try (Reader reader = Files.newBufferedReader(Secrets.of(STACK).credentialsFile())) {
            credentials.load(reader);
        }
        String[] address =
                environment().getOrDefault("QUARRY_SHARD_CASSANDRA_1", "").split(":", -1);
        return CqlSession.builder()
                .addContactPoint(new InetSocketAddress(address[0], Integer.parseInt(address[1])))
                .withLocalDatacenter("datacenter1")
                .withAuthCredentials(
                        credentials.getProperty("cassandra-1." + role + ".username"),
                        credentials.getProperty("cassandra-1." + role + ".password"))
                .build();
    }
}
