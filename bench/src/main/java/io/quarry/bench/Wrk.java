package io.quarry.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Runs wrk, which needs far less of the machine than what it measures. */
final class Wrk {
    private static final Pattern TOLD =
            Pattern.compile(
                    "BENCH requests=(\\d+) micros=(\\d+) p50=(\\d+) p99=(\\d+) failed=(\\d+)");

    private final Path script;

    Wrk(Path script) {
        this.script = script;
    }

    /** A run's figures, and the CPU that wrk itself took, in microseconds. */
    record Ran(Load.Told told, long cpuMicros) {}

    Ran run(Load load, String server, String path, String token) {
        var command =
                new ProcessBuilder(
                        "wrk",
                        "-t1",
                        "-c" + load.callers(),
                        "-d" + load.seconds() + "s",
                        "--timeout",
                        "5s",
                        "-s",
                        script.toString(),
                        server);
        var environment = command.environment();
        environment.put("BENCH_MODE", load.mode().wire());
        environment.put("BENCH_PATH", path);
        environment.put("BENCH_TOKEN", token);
        environment.put("BENCH_RECORDS", String.valueOf(Load.RECORDS));
        environment.put("BENCH_VALUE_BYTES", String.valueOf(Load.VALUE_BYTES));
        try {
            var before = Cpu.childrenMicros();
            var process = command.redirectErrorStream(true).start();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            var exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException("wrk failed: " + output);
            }
            return new Ran(parse(output), Cpu.childrenMicros() - before);
        } catch (IOException e) {
            throw new IllegalStateException("wrk cannot be run: is it installed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Reads the line that the script, and the driver's program alike, end with. */
    static Load.Told parse(String output) {
        var told = TOLD.matcher(output);
        if (!told.find()) {
            throw new IllegalStateException("no figures in: " + output);
        }
        return new Load.Told(
                Long.parseLong(told.group(1)),
                Long.parseLong(told.group(2)),
                Long.parseLong(told.group(3)),
                Long.parseLong(told.group(4)),
                Long.parseLong(told.group(5)));
    }
}
