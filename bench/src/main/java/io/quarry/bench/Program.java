package io.quarry.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Java process of the measurement: the gateway and the floor run with the same flags, so that
 * only their code differs.
 */
final class Program implements AutoCloseable {
    private static final List<String> FLAGS =
            List.of(
                    "-Xms256m",
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;
    private final Duration start;

    private Program(Process process, int port, Duration start) {
        this.process = process;
        this.port = port;
        this.start = start;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    static ProcessBuilder java(Path jar, List<String> arguments, Map<String, String> variables) {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(FLAGS);
        words.add("-jar");
        words.add(jar.toString());
        words.addAll(arguments);
        var command = new ProcessBuilder(words);
        command.environment().putAll(variables);
        return command;
    }

    /**
     * Starts a server and returns when it answers at {@code probe}, whatever it answers below 500.
     */
    static Program serve(
            Path jar,
            List<String> arguments,
            Map<String, String> variables,
            int port,
            String probe,
            Path log) {
        try {
            var began = System.nanoTime();
            var command = java(jar, arguments, variables);
            command.environment().put("QUARKUS_HTTP_PORT", String.valueOf(port));
            var process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            await(process, probe, log);
            return new Program(process, port, Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new IllegalStateException(jar + " cannot be started", e);
        }
    }

    private static void await(Process process, String probe, Path log) {
        var http = HttpClient.newHttpClient();
        var request =
                HttpRequest.newBuilder(URI.create(probe)).timeout(Duration.ofSeconds(2)).build();
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (http.send(request, BodyHandlers.discarding()).statusCode() < 500) {
                    return;
                }
                process.waitFor(20, TimeUnit.MILLISECONDS);
            } catch (IOException e) {
                Thread.onSpinWait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("no answer from " + probe + "; see " + log);
    }

    long pid() {
        return process.pid();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    Duration start() {
        return start;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
