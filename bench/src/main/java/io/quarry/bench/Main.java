package io.quarry.bench;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.Locale;

/**
 * {@code compare} and {@code provisioning}, and the two programs that the first starts: {@code
 * floor}, a server, and {@code driver}, one run of the driver alone.
 */
@QuarkusMain
public class Main {
    public static void main(String... arguments) throws Exception {
        switch (arguments.length == 0 ? "" : arguments[0]) {
            case "floor" -> Quarkus.run(arguments);
            case "driver" -> driver(arguments);
            case "compare" -> new Compare(System.getenv()).run();
            case "provisioning" ->
                    System.out.print(new Provisioning(new Control(System.getenv())).markdown());
            default -> {
                System.err.println(
                        "usage: compare | provisioning | floor | driver MODE CALLERS SECONDS");
                System.exit(2);
            }
        }
    }

    private static void driver(String[] arguments) throws InterruptedException {
        var mode = Load.Mode.valueOf(arguments[1].toUpperCase(Locale.ROOT));
        var load = new Load(mode, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        try (var table = new Table(Settings.of(System.getenv()))) {
            // the first seconds are the compiler's
            new DriverLoop(table, new Load(mode, load.callers(), Compare.WARM_UP_SECONDS)).run();
            var before = Cpu.micros(ProcessHandle.current().pid());
            var cassandra =
                    Long.parseLong(Settings.required(System.getenv(), "BENCH_CASSANDRA_PID"));
            var cassandraBefore = Cpu.micros(cassandra);
            var told = new DriverLoop(table, load).run();
            var cpu = Cpu.micros(ProcessHandle.current().pid()) - before;
            var cassandraCpu = Cpu.micros(cassandra) - cassandraBefore;
            System.out.printf(
                    "BENCH requests=%d micros=%d p50=%d p99=%d failed=%d cassandra=%d cpu=%d%n",
                    told.requests(),
                    told.micros(),
                    told.p50(),
                    told.p99(),
                    told.failed(),
                    cassandraCpu,
                    cpu);
        }
    }
}
