package io.quarry.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarry.bench.Result.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * The whole measurement on a running stack: a namespace of its own, a gateway and a floor of its
 * own with the same flags, and every load on every target in turn, repeated, so that what the
 * machine does meanwhile hits all of them.
 */
final class Compare {
    private static final int FILLING = 128;
    static final int WARM_UP_SECONDS = 8;

    /** The gateway's code is compiled to the end by then, which at 20 s of load it is not. */
    private static final int SERVERS_WARM_UP_SECONDS = 45;

    private final Map<String, String> environment;
    private final Control control;
    private final Path root;
    private final int seconds;
    private final int repeats;

    Compare(Map<String, String> environment) {
        this.environment = environment;
        this.control = new Control(environment);
        this.root = Path.of(Settings.required(environment, "BENCH_ROOT"));
        this.seconds = Integer.parseInt(environment.getOrDefault("BENCH_SECONDS", "5"));
        this.repeats = Integer.parseInt(environment.getOrDefault("BENCH_REPEATS", "5"));
    }

    void run() throws IOException, InterruptedException {
        var name = "bench-" + Long.toString(System.currentTimeMillis(), 36);
        var settings = settings(control.make(name));
        var folder = Files.createTempDirectory("quarry-bench");
        try (var gateway = gateway(folder)) {
            var path = "/data/v1/kv/demo/" + name + "/records/r%06d/items/v";
            var wrk = new Wrk(root.resolve("bench/wrk/load.lua"));
            // the first items come through the gateway, so that the others can be made after their
            // pattern
            wrk.run(
                    new Load(Load.Mode.WRITE, 16, 2),
                    gateway.url(),
                    path.replace("%06d", "000000"),
                    control.token());
            try (var table = new Table(settings);
                    var floor = floor(folder, settings)) {
                fill(table);
                var servers = new Servers(gateway, floor, cassandra(), wrk, path, settings);
                measure(servers);
            }
        } finally {
            control.drop(name);
        }
    }

    private record Servers(
            Program gateway,
            Program floor,
            long cassandra,
            Wrk wrk,
            String path,
            Settings settings) {}

    private void measure(Servers servers) throws IOException, InterruptedException {
        for (var target :
                List.of(Target.GATEWAY, Target.FLOOR_EVENT_LOOP, Target.FLOOR_VIRTUAL_THREAD)) {
            once(servers, target, new Load(Load.Mode.MIXED, 64, SERVERS_WARM_UP_SECONDS));
        }
        var results = new ArrayList<Result>();
        for (var repeat = 1; repeat <= repeats; repeat++) {
            for (var load : Load.all(seconds)) {
                System.err.printf(
                        "repeat %d of %d: %s, %d callers%n",
                        repeat, repeats, load.mode().wire(), load.callers());
                for (var target : Target.values()) {
                    results.add(once(servers, target, load));
                }
            }
        }
        System.out.printf(
                "%d repeats of %d s, %d records of %d bytes, %d processors, Java %s%n%n",
                repeats,
                seconds,
                Load.RECORDS,
                Load.VALUE_BYTES,
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
        System.out.println(new Report(results).markdown());
        System.out.printf(
                "The gateway was ready %.1f s after its start and holds %d MiB after the load (the floor: %.1f s, %d MiB).%n",
                seconds(servers.gateway().start()),
                Cpu.residentMiB(servers.gateway().pid()),
                seconds(servers.floor().start()),
                Cpu.residentMiB(servers.floor().pid()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private Result once(Servers servers, Target target, Load load)
            throws IOException, InterruptedException {
        if (target == Target.DRIVER) {
            return driver(servers, load);
        }
        var server = target == Target.GATEWAY ? servers.gateway() : servers.floor();
        var path =
                switch (target) {
                    case GATEWAY -> servers.path();
                    case FLOOR_EVENT_LOOP -> "/floor/el/r%06d";
                    case FLOOR_VIRTUAL_THREAD, DRIVER -> "/floor/vt/r%06d";
                };
        var token = target == Target.GATEWAY ? control.token() : "";
        var before = Cpu.micros(server.pid());
        var cassandraBefore = Cpu.micros(servers.cassandra());
        var ran = servers.wrk().run(load, server.url(), path, token);
        var used = Cpu.micros(server.pid()) - before;
        var cassandraUsed = Cpu.micros(servers.cassandra()) - cassandraBefore;
        return result(target, load, ran.told(), used, cassandraUsed, ran.cpuMicros());
    }

    private Result driver(Servers servers, Load load) throws IOException, InterruptedException {
        var arguments =
                List.of(
                        "driver",
                        load.mode().wire(),
                        String.valueOf(load.callers()),
                        String.valueOf(load.seconds()));
        var variables = new HashMap<>(servers.settings().toEnvironment());
        variables.put("BENCH_CASSANDRA_PID", String.valueOf(servers.cassandra()));
        var process = Program.java(jar(), arguments, variables).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        var told = Wrk.parse(output);
        var cpu = figure(output, "cpu");
        return result(Target.DRIVER, load, told, cpu, figure(output, "cassandra"), cpu);
    }

    private static long figure(String output, String name) {
        var found = Pattern.compile(" " + name + "=(\\d+)").matcher(output);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + " in: " + output);
        }
        return Long.parseLong(found.group(1));
    }

    private static Result result(
            Target target, Load load, Load.Told told, long server, long cassandra, long loader) {
        if (told.failed() > 0) {
            throw new IllegalStateException(
                    target.label()
                            + " failed "
                            + told.failed()
                            + " of "
                            + told.requests()
                            + " requests");
        }
        double requests = Math.max(1, told.requests());
        return new Result(
                target, load, told, server / requests, cassandra / requests, loader / requests);
    }

    private static void fill(Table table) throws InterruptedException {
        var room = new Semaphore(FILLING);
        for (var record = 0; record < Load.RECORDS; record++) {
            room.acquire();
            table.write(record)
                    .whenComplete(
                            (_, failure) -> {
                                room.release();
                                if (failure != null) {
                                    System.err.println("a record was not written: " + failure);
                                }
                            });
        }
        room.acquire(FILLING);
    }

    private Path jar() {
        return root.resolve("bench/target/quarkus-app/quarkus-run.jar");
    }

    private Program gateway(Path folder) {
        var management = Program.freePort();
        var variables = new HashMap<>(environment);
        variables.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(management));
        variables.put("QUARRY_STATE_DIR", folder.resolve("state").toString());
        return Program.serve(
                root.resolve("platform-api/target/quarkus-app/quarkus-run.jar"),
                List.of(),
                variables,
                Program.freePort(),
                "http://127.0.0.1:" + management + "/q/health/ready",
                folder.resolve("gateway.log"));
    }

    private Program floor(Path folder, Settings settings) {
        var port = Program.freePort();
        return Program.serve(
                jar(),
                List.of("floor"),
                settings.toEnvironment(),
                port,
                "http://127.0.0.1:" + port + "/floor/el/" + Table.name(0),
                folder.resolve("floor.log"));
    }

    private Settings settings(String table) throws IOException {
        var credentials = new Properties();
        try (var in =
                Files.newInputStream(
                        Path.of(Settings.required(environment, "QUARRY_CREDENTIALS_FILE")))) {
            credentials.load(in);
        }
        var endpoint = Settings.required(environment, "QUARRY_SHARD_CASSANDRA_1");
        return new Settings(
                Integer.parseInt(endpoint.substring(endpoint.lastIndexOf(':') + 1)),
                credentials.getProperty("cassandra-1.data.username"),
                credentials.getProperty("cassandra-1.data.password"),
                table);
    }

    private long cassandra() throws IOException {
        var status = new ObjectMapper().readTree(Settings.required(environment, "BENCH_STATUS"));
        for (var service : status.path("services")) {
            if (service.path("name").asText().startsWith("cassandra")) {
                return service.path("pid").asLong();
            }
        }
        throw new IllegalStateException("the stack has no Cassandra");
    }
}
