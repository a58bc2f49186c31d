package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.shard.Engine;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A worker as it is deployed: the built program in a JVM of its own, which finds the servers by the
 * test's own environment.
 */
final class WorkerProcess implements AutoCloseable {
    private static final Path PROGRAM = Path.of("target/quarkus-app/quarkus-run.jar");

    private static final Path LOGS = Path.of("target/workers");
    private static final String HALTS = "quarry.test.halt-file";

    /**
     * What a JVM has learnt of a worker (JEP 514): without it a start is most of what a kill costs.
     */
    private static final Path LEARNT = LOGS.resolve("worker.aot");

    private static boolean migrated;

    private final Process process;
    private final int port;
    private final Map<String, String> properties;

    private WorkerProcess(Process process, int port, Map<String, String> properties) {
        this.process = process;
        this.port = port;
        this.properties = properties;
    }

    /**
     * Leases of two seconds, and shards left alone, which many a test has stand still; the stack's
     * Cassandra may be several shards. The given properties come on top.
     */
    static WorkerProcess start(String id, Map<String, String> properties) throws IOException {
        return start(id, "-XX:AOTCache=" + LEARNT, properties);
    }

    private static WorkerProcess start(String id, String learning, Map<String, String> properties)
            throws IOException {
        int port = freePort();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("quarkus.management.port", Integer.toString(port));
        all.put("quarry.worker.id", id);
        all.put("quarry.worker.claims.lease", "2s");
        all.put("quarry.worker.steps.timeout", "2s");
        all.put("quarry.worker.health.interval", "1h");
        all.put("quarry.provider.same-cluster", "true");
        all.putAll(properties);
        return new WorkerProcess(launch(id, learning, all), port, all);
    }

    /**
     * One that ends itself as {@code kill -9} would, with all that it has in hand.
     *
     * @param moments as {@link io.quarry.metadata.fault.Halts} reads them, one or more
     * @param patience for which the first that comes to its moment waits for the others
     */
    static WorkerProcess doomed(
            String id, List<String> moments, Duration patience, Map<String, String> properties)
            throws IOException {
        Path wanted = Files.createDirectories(LOGS).resolve(id + ".halts").toAbsolutePath();
        Files.deleteIfExists(reached(wanted));
        Files.write(wanted, moments);
        Map<String, String> all = new LinkedHashMap<>(properties);
        all.put(HALTS, wanted.toString());
        all.put("quarry.test.halt-patience", patience.toString());
        all.put("quarry.worker.claims.parallelism", "64");
        return start(id, all);
    }

    /** Ends a worker with several acts at once, each at its moment. */
    static void killed(String id, List<String> moments, Map<String, String> properties)
            throws IOException, InterruptedException {
        try (WorkerProcess victim = doomed(id, moments, World.PATIENCE, properties)) {
            assertThat(victim.awaitExit(World.PATIENCE)).as("killed at " + moments).isEqualTo(137);
            assertThat(victim.reached()).containsExactlyInAnyOrderElementsOf(moments);
        }
    }

    /** Which of its moments it had come to when it ended. */
    List<String> reached() throws IOException {
        return Files.readAllLines(reached(Path.of(properties.get(HALTS))));
    }

    private static Path reached(Path wanted) {
        return Path.of(wanted + ".reached");
    }

    /**
     * The step of its own that an installation takes before its services start, and a worker that
     * looks at all shards, of which the others learn; once a run.
     */
    static void migrate() throws IOException, InterruptedException {
        synchronized (LOGS) {
            if (!migrated) {
                Process migration = launch("migrate", "-XX:AOTMode=off", Map.of(), "migrate");
                assertThat(migration.waitFor()).as("migrate").isZero();
                learn();
                migrated = true;
            }
        }
    }

    private static void learn() throws IOException, InterruptedException {
        Files.deleteIfExists(LEARNT);
        Map<String, String> looking = Map.of("quarry.worker.health.interval", "1s");
        try (WorkerProcess teacher = start("teacher", "-XX:AOTCacheOutput=" + LEARNT, looking)) {
            Answer _ =
                    Awaiting.until(
                            "a look at the shards of every engine",
                            World.PATIENCE,
                            teacher::metrics,
                            metrics -> Stream.of(Engine.values()).allMatch(metrics::tellOf));
            teacher.process.destroy();
            int _ = teacher.process.waitFor();
        }
        assertThat(LEARNT).exists();
    }

    private static Process launch(
            String id, String learning, Map<String, String> properties, String... arguments)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                learning));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-jar", PROGRAM.toString()));
        command.addAll(List.of(arguments));
        Path logs = Files.createDirectories(LOGS);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(logs.resolve(id + ".log").toFile()))
                .start();
    }

    /** The exit code, or -1 if it still runs after that time. */
    int awaitExit(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    /** What readiness answers: status code and body; 0 while nobody answers. */
    Answer readiness() throws InterruptedException {
        return get("/q/health/ready");
    }

    Answer metrics() throws InterruptedException {
        return get("/q/metrics");
    }

    /** By HTTP/1.1: of an upgrade to HTTP/2 a long answer does not always come to its end. */
    private Answer get(String path) throws InterruptedException {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            return new Answer(0, String.valueOf(e.getMessage()));
        }
    }

    record Answer(int status, String body) {
        private boolean tellOf(Engine engine) {
            return body.contains("quarry_shard_reachable{engine=\"" + engine);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
