package io.quarry.api.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.api.kit.Stack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The processes of the running stack, to be killed, paused and repaired. */
public final class StackControl {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path script = Path.of(Stack.variable("QUARRY_SCRIPT"));

    private String quarry(String... arguments) {
        return quarry(true, arguments);
    }

    private String quarry(boolean succeeds, String... arguments) {
        var words = new ArrayList<>(List.of(script.toString()));
        words.addAll(List.of(arguments));
        try {
            var log = Files.createTempFile("quarry", ".log");
            var process = new ProcessBuilder(words).redirectError(log.toFile()).start();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(5, TimeUnit.MINUTES) || (succeeds && process.exitValue() != 0)) {
                throw new AssertionError(
                        String.join(" ", words) + ": " + output + Files.readString(log));
            }
            return output;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts what is not running. */
    public void up() {
        quarry("up");
    }

    private JsonNode service(String name) {
        try {
            // it fails while anything is down, which here is what is wanted
            for (var service : JSON.readTree(quarry(false, "status", "--json")).path("services")) {
                if (service.path("name").asText().equals(name)) {
                    return service;
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("the stack has no service " + name);
    }

    /** The process of a service and those that it started. */
    public List<ProcessHandle> processes(String service) {
        var first = ProcessHandle.of(service(service).path("pid").asLong()).orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants()).toList();
    }

    public static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    /** STOP or CONT, or what ends it. */
    public static void signal(String signal, List<ProcessHandle> processes) {
        try {
            for (var process : processes) {
                new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills a service and starts it again as it was started, with nobody's help. */
    Process restart(String service) throws IOException {
        var again = command(service);
        kill(List.of(processes(service).getFirst()));
        return again.start();
    }

    /** How a running service was started, to be started again once it has ended. */
    public ProcessBuilder command(String service) throws IOException {
        var process = processes(service).getFirst();
        var folder = Path.of("/proc", String.valueOf(process.pid()));
        var words = Files.readString(folder.resolve("cmdline")).split("\0");
        var variables = Files.readString(folder.resolve("environ")).split("\0");
        var directory = folder.resolve("cwd").toRealPath();
        var again =
                new ProcessBuilder(new ArrayList<>(List.of(words))).directory(directory.toFile());
        again.environment().clear();
        for (var variable : variables) {
            var pair = variable.split("=", 2);
            again.environment().put(pair[0], pair[1]);
        }
        var log = Files.createTempFile("restarted-" + service, ".log").toFile();
        return again.redirectErrorStream(true).redirectOutput(log);
    }
}
