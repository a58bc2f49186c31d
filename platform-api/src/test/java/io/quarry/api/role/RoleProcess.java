package io.quarry.api.role;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.api.data.StackControl;
import io.quarry.api.kit.Answer;
import io.quarry.api.kit.Awaiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The packaged service as the stack has it, beside the stack's own, with roles of its own. */
public final class RoleProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final int port;
    private final int management;

    private RoleProcess(Process process, int port, int management) {
        this.process = process;
        this.port = port;
        this.management = management;
    }

    /**
     * Returns when it is ready.
     *
     * @param folder for its state
     * @param variables that it has besides those of the stack's own
     */
    public static RoleProcess start(String roles, Path folder, Map<String, String> variables)
            throws IOException {
        var port = freePort();
        var management = freePort();
        var command = command(roles, folder, port, management);
        command.environment().putAll(variables);
        var started = new RoleProcess(command.start(), port, management);
        try {
            Awaiting.within(START, "a process with " + roles + " is ready", started::isReady);
        } catch (AssertionError e) {
            started.process.destroyForcibly();
            throw e;
        }
        return started;
    }

    /** What one says that does not start. */
    public static String refusal(String roles, Path folder)
            throws IOException, InterruptedException {
        var log = folder.resolve("log");
        var command = command(roles, folder, freePort(), freePort()).redirectOutput(log.toFile());
        var process = command.start();
        try {
            if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("it runs with the roles " + roles);
            }
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(log);
    }

    private static ProcessBuilder command(String roles, Path folder, int port, int management)
            throws IOException {
        var command = new StackControl().command("platform-api");
        command.environment()
                .putAll(
                        Map.of(
                                "QUARRY_ROLES", roles,
                                "QUARKUS_HTTP_PORT", Integer.toString(port),
                                "QUARKUS_MANAGEMENT_PORT", Integer.toString(management),
                                "QUARRY_STATE_DIR", folder.resolve("state").toString()));
        return command;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("it ended with " + process.exitValue());
        }
        try {
            return ready().path("status").asText().equals("UP");
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What readiness says, whether it is ready or not. */
    public JsonNode ready() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at(management, "/q/health/ready"));
        return JSON.readTree(CLIENT.send(request.build(), BodyHandlers.ofByteArray()).body());
    }

    public Answer get(String path, @Nullable String token, String... headers)
            throws IOException, InterruptedException {
        return send("GET", path, token, null, headers);
    }

    /**
     * @param json the body
     */
    public Answer send(String method, String path, String token, String json)
            throws IOException, InterruptedException {
        return send(method, path, token, json, "Content-Type", "application/json");
    }

    private Answer send(
            String method,
            String path,
            @Nullable String token,
            @Nullable String body,
            String... headers)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(at(port, path))
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        for (var n = 0; n < headers.length; n += 2) {
            request.header(headers[n], headers[n + 1]);
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        var answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(
                method + " " + path, answer.statusCode(), answer.headers(), answer.body());
    }

    private static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
