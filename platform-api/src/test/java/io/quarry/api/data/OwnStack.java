package io.quarry.api.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A stack of this test's own, beside the shared one, so that its servers can be killed. */
final class OwnStack {
    /** Below the ports that the kernel hands to clients. */
    private static final int OFFSET = 10_000;

    /** What is about the machine and not about the shared stack. */
    private static final Set<String> KEPT = Set.of("QUARRY_JAVA_HOME", "QUARRY_CACHE");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root = root();
    private final Path home = root.resolve("platform-api/target/outage-stack");

    private static Path root() {
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("quarry"))) {
                return folder;
            }
        }
        throw new AssertionError("the script quarry is not above " + Path.of("").toAbsolutePath());
    }

    private ProcessBuilder command(String... words) {
        var command = new ProcessBuilder(words).directory(root.toFile());
        var environment = command.environment();
        environment
                .keySet()
                .removeIf(
                        name ->
                                (name.startsWith("QUARRY_") && !KEPT.contains(name))
                                        || name.startsWith("KAFKA_"));
        environment.put("QUARRY_HOME", home.toString());
        environment.put("QUARRY_PORT_OFFSET", String.valueOf(OFFSET));
        return command;
    }

    private String quarry(String... arguments) {
        return quarry(true, arguments);
    }

    private String quarry(boolean succeeds, String... arguments) {
        var words = new ArrayList<>(List.of(root.resolve("quarry").toString()));
        words.addAll(List.of(arguments));
        try {
            var log = Files.createTempFile("quarry", ".log");
            var process = command(words.toArray(String[]::new)).redirectError(log.toFile()).start();
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
    void up() {
        quarry("up");
    }

    void down() {
        quarry("down", "--purge");
    }

    Map<String, String> environment() {
        var environment = new HashMap<String, String>();
        quarry("env")
                .lines()
                .filter(line -> line.startsWith("export "))
                .map(line -> line.substring("export ".length()).split("=", 2))
                .forEach(pair -> environment.put(pair[0], pair[1].replaceAll("^['\"]|['\"]$", "")));
        return environment;
    }

    int managementPort() {
        return 8090 + OFFSET;
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
    List<ProcessHandle> processes(String service) {
        var first = ProcessHandle.of(service(service).path("pid").asLong()).orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants()).toList();
    }

    static void kill(List<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    /** STOP or CONT. */
    static void signal(String signal, List<ProcessHandle> processes) {
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
        var process = processes(service).getFirst();
        var folder = Path.of("/proc", String.valueOf(process.pid()));
        var words = Files.readString(folder.resolve("cmdline")).split("\0");
        var variables = Files.readString(folder.resolve("environ")).split("\0");
        var directory = folder.resolve("cwd").toRealPath();
        kill(List.of(process));
        var again = new ProcessBuilder(words).directory(directory.toFile());
        again.environment().clear();
        for (var variable : variables) {
            var pair = variable.split("=", 2);
            again.environment().put(pair[0], pair[1]);
        }
        var log = home.resolve("restarted-" + service + ".log").toFile();
        return again.redirectErrorStream(true).redirectOutput(log).start();
    }
}
