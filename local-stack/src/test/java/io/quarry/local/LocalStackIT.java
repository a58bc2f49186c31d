package io.quarry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quarry.local.process.Identity;
import io.quarry.local.stack.Secrets;
import io.quarry.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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

    private static final String LATE = "--not-after=2026-01-01T00:00:00Z";

    private final Stores stores = new Stores(STACK);

    private record Ran(int code, String output) {}

    private static Ran quarry(Map<String, String> settings, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("quarry", ".out");
        ProcessBuilder builder = new ProcessBuilder(CHECKOUT.resolve("quarry").toString());
        builder.command().addAll(List.of(arguments));
        // of the stack that this test runs beside
        builder.environment().remove("QUARRY_ENGINES");
        builder.environment().putAll(settings);
        Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Ran(process.exitValue(), Files.readString(output));
    }

    private static String up() throws Exception {
        Ran ran = quarry(SETTINGS, "up", "--servers-only");
        assertThat(ran.code()).as(ran.output()).isZero();
        return ran.output();
    }

    private static JsonNode shard(String... arguments) throws Exception {
        List<String> all = new java.util.ArrayList<>(List.of("shard"));
        all.addAll(List.of(arguments));
        Ran ran = quarry(SETTINGS, all.toArray(String[]::new));
        assertThat(ran.code()).as(ran.output()).isZero();
        return JsonMapper.builder().build().readTree(ran.output());
    }

    private static void kill(long pid) {
        Identity killed = Identity.of(pid).orElseThrow();
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (killed.lives()) {
            assertThat(System.nanoTime()).as("pid %d is still there", pid).isLessThan(deadline);
            Thread.onSpinWait();
        }
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
        assertThat(before.keySet())
                .containsExactly(
                        "cassandra",
                        "elasticsearch",
                        "kafka",
                        "keycloak",
                        "memcached-node-1",
                        "memcached-node-2",
                        "memcached-node-3",
                        "postgresql",
                        "postgresql-tenants",
                        "s3");
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
        stores.write(mark);
        Map<String, Long> before = pids();
        before.values().forEach(LocalStackIT::kill);
        assertThat(up())
                .containsPattern("memcached-node-2 +had died; started in .* s, empty, since");
        Map<String, Long> after = pids();
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after.values()).doesNotContainAnyElementsOf(before.values());
        stores.assertKept(mark);
        assertThat(stores.memcached(2, "get kept", "")).isEqualTo("END");
        assertThat(quarry(SETTINGS, "token", "demo-developer").output().strip().split("\\."))
                .hasSize(3);
    }

    @Test
    void anotherHomeSharesNothing() throws Exception {
        Map<String, String> other = new HashMap<>(SETTINGS);
        other.put("QUARRY_ENGINES", "cassandra,elasticsearch");
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
                                + ")")
                .contains("elasticsearch needs port 24200, which is in use by java (pid ")
                .doesNotContain("memcached", "s3 ");
        quarry(other, "down", "--purge");
        assertThat(pids()).isEqualTo(before);
    }

    @Test
    void documentsAreIndexedAndFoundByThoseWhoMay() throws Exception {
        String index = "found-" + System.nanoTime();
        assertThat(stores.elasticsearch("nobody", "PUT", index, "{}").statusCode()).isEqualTo(401);
        assertThat(stores.elasticsearch("data", "PUT", index, "{}").statusCode()).isEqualTo(403);
        assertThat(stores.elasticsearch("structure", "PUT", index, "{}").statusCode())
                .isEqualTo(200);
        String put = index + "/_doc/1?refresh=true";
        assertThat(stores.elasticsearch("data", "PUT", put, "{\"t\":\"two words\"}").statusCode())
                .isEqualTo(201);
        assertThat(stores.elasticsearch("data", "GET", index + "/_search?q=t:words", "").body())
                .contains("\"two words\"");
        // a write makes no index by the way
        String unknown = "un" + index + "/_doc/1";
        assertThat(stores.elasticsearch("data", "PUT", unknown, "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void eachNodeOfMemcachedKeepsItsOwn() throws Exception {
        for (int node = 1; node <= 3; node++) {
            assertThat(stores.memcached(node, "set own 0 0 1", "" + node)).isEqualTo("STORED");
        }
        for (int node = 1; node <= 3; node++) {
            assertThat(stores.memcached(node, "get own", "")).isEqualTo("VALUE own 0 1");
        }
    }

    @Test
    void objectsAreForThoseWithAKey() throws Exception {
        assertThat(stores.s3("structure", "PUT", "/bucket-a", "").statusCode()).isEqualTo(200);
        assertThat(stores.s3("data", "PUT", "/bucket-a/k", "content").statusCode()).isEqualTo(200);
        assertThat(stores.s3("data", "GET", "/bucket-a/k", "").body()).isEqualTo("content");
        assertThat(stores.s3("structure", "GET", "/bucket-a/k", "").body()).isEqualTo("content");
        assertThat(stores.s3("nobody", "GET", "/bucket-a/k", "").statusCode()).isEqualTo(403);
        assertThat(stores.unsignedS3("/bucket-a/k").statusCode()).isEqualTo(403);
    }

    @Test
    void tenantsDatabasesAreMadeByTheWorkersRoleAndClosedToOthers() throws Exception {
        String name = "tenant_" + System.nanoTime();
        stores.tenantsSql("structure", "postgres", "CREATE ROLE " + name + " LOGIN PASSWORD 'p'");
        stores.tenantsSql("structure", "postgres", "GRANT " + name + " TO quarry_structure");
        stores.tenantsSql("structure", "postgres", "CREATE DATABASE " + name + " OWNER " + name);
        stores.tenantsSql(
                "structure", "postgres", "REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
        assertThat(stores.sql(stores.tenants(name, "p", name), "SELECT current_user"))
                .isEqualTo(name + "\n");
        assertThatThrownBy(() -> stores.sql(stores.tenants(name, "p", "postgres"), "SELECT 1"))
                .hasMessageContaining("permission denied for database");
        String bounded = "SELECT current_setting('temp_file_limit')";
        assertThat(stores.sql(stores.tenants(name, "p", name), bounded)).isEqualTo("512MB\n");
    }

    @Test
    void oneMoreCassandraIsAClusterOfItsOwn() throws Exception {
        JsonNode started = shard("start", "cassandra", "cassandra-2");
        assertThat(started.path("credential_ref").asText()).isEqualTo("cassandra-2");
        assertThat(started.path("settings").path("datacenter").asText()).isEqualTo("datacenter1");
        assertThat(shard("start", "cassandra", "cassandra-2")).isEqualTo(started);
        String endpoint = started.path("endpoints").path(0).asText();
        try (CqlSession session = stores.cassandra("cassandra-2", endpoint, "structure")) {
            session.execute("CREATE TABLE quarry.own (mark text PRIMARY KEY)");
        }
        long pid = started.path("pid").asLong();
        assertThat(pids()).containsEntry("cassandra-2", pid);

        kill(pid);
        assertThat(status().path("ready").asBoolean()).isFalse();
        assertThat(up()).containsPattern("cassandra-2 +had died; started");
        try (CqlSession session = stores.cassandra("cassandra-2", endpoint, "data")) {
            assertThat(session.execute("SELECT mark FROM quarry.own").all()).isEmpty();
        }

        Ran refused = quarry(SETTINGS, "shard", "start", "memcached", "cassandra-2");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.output()).contains("shard cassandra-2 is of cassandra already");

        for (List<String> call :
                List.of(
                        List.of("start", LATE, "cassandra", "cassandra-2"),
                        List.of("start", LATE, "memcached", "never"),
                        List.of("purge", LATE, "cassandra-2"))) {
            List<String> late = new java.util.ArrayList<>(List.of("shard"));
            late.addAll(call);
            Ran tooLate = quarry(SETTINGS, late.toArray(String[]::new));
            assertThat(tooLate.code()).isEqualTo(1);
            assertThat(tooLate.output()).contains("came after 2026-01-01T00:00:00Z");
        }
        assertThat(status().path("ready").asBoolean()).isTrue();
        assertThat(pids()).containsKey("cassandra-2").doesNotContainKey("never");

        assertThat(shard("stop", "cassandra-2").path("state").asText()).isEqualTo("STOPPED");
        assertThat(up()).doesNotContain("cassandra-2");
        assertThat(status().path("ready").asBoolean()).isTrue();
        for (int each = 0; each < 2; each++) {
            assertThat(shard("purge", "cassandra-2").path("state").asText()).isEqualTo("PURGED");
        }
        assertThat(HOME.resolve("data/cassandra-2")).doesNotExist();
        assertThat(Files.readString(Secrets.of(STACK).credentialsFile()))
                .doesNotContain("cassandra-2");
    }
}
