package io.quarry.api.routes;

import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.namespace.NamespaceState;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request pays for its route: the name cut out of its path, the route, and the caller's
 * access to it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseTransparentHugePages"})
public class RouteLookupBenchmark {
    private static final String BEFORE = "/data/v1/kv/";
    private static final String BEHIND = "/records/r000001/items/v";
    private static final int TENANTS = 1000;
    private static final Principal A = Samples.principal("user:a");
    private static final int PATHS = 1 << 16;

    @Param({"1000", "1000000"})
    private int routes;

    private final RouteTable table = new RouteTable();
    private final String[] paths = new String[PATHS];
    private int next;

    @Setup
    public void fill() {
        for (var tenant = 0; tenant < TENANTS; tenant++) {
            table.apply(
                    Samples.grants(
                            "tenant-" + tenant,
                            Map.of("user:a", Set.of(Role.TENANT_DEVELOPER)),
                            1));
        }
        for (var route = 0; route < routes; route++) {
            table.apply(
                    Samples.route(
                            route, tenant(route), "namespace-" + route, NamespaceState.ACTIVE, 1));
        }
        for (var path = 0; path < PATHS; path++) {
            var route = ThreadLocalRandom.current().nextInt(routes);
            paths[path] = BEFORE + tenant(route) + "/namespace-" + route + BEHIND;
        }
    }

    private static String tenant(int route) {
        return "tenant-" + route % TENANTS;
    }

    /** What of the others is the path: it is read and cut before a route is looked up. */
    @Benchmark
    public String name() {
        // in order, as a path that was just read from its connection is near; the routes behind
        // them are all over the table
        var path = paths[next++ & (PATHS - 1)];
        return path.substring(BEFORE.length(), path.length() - BEHIND.length());
    }

    @Benchmark
    public @Nullable ServedRoute lookUp() {
        return table.find(name());
    }

    @Benchmark
    public @Nullable Access lookUpAndAccess() {
        var route = lookUp();
        return route == null ? null : route.access(A);
    }
}
