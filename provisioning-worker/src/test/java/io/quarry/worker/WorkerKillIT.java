package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.testkit.Faults;
import io.quarry.testkit.Ledgers;
import io.quarry.worker.workflow.WorkflowCatalogue;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Two workers at any time. Each is killed, without a chance to tidy up, with several operations at
 * the points that its turn gives it: in every step of every workflow before its effect, after it,
 * and before it is saved; on Cassandra in all of them, on the other engines in some that a seed
 * chooses, or in all. Meanwhile namespaces of every engine are made, changed, retired and purged,
 * and a shard comes and goes; the messages about it are lost, come twice, late, and in another
 * order.
 */
@QuarkusTest
class WorkerKillIT {
    /** Of namespaces on Cassandra, where most kills wait for one that comes by. */
    private static final int LIVES = 6;

    /** Of shards, likewise. */
    private static final int SHARDS = 3;

    private static final Duration TOGETHER = Duration.ofSeconds(2);

    private static final Duration WHOLE_MATRIX = Duration.ofMinutes(60);

    @Inject World world;
    @Inject Stored stored;
    @Inject Instances instances;
    @Inject Routes routes;
    @Inject Tenancy tenancy;
    @Inject WorkflowCatalogue catalogue;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final List<Operation> ended = new CopyOnWriteArrayList<>();

    @Test
    void everyOperationEndsOnceAndRightWhereverAWorkerIsKilled() throws Exception {
        TenantId tenant = world.freshTenant();
        List<Capacity> reserved = world.reserved();
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                AutoCloseable _ = herald();
                Nudges nudges = new Nudges(bootstrap);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> kills = kills(nudges, tenant, threads);
            Set<String> left = ConcurrentHashMap.newKeySet();
            left.addAll(kills);
            List<Future<?>> slots = new ArrayList<>();
            List<Future<?>> lives = new CopyOnWriteArrayList<>();
            for (int slot = 1; slot <= 2; slot++) {
                String worker = "victim-" + slot;
                slots.add(threads.submit(() -> killUntilNoneIsLeft(worker, left, lives)));
            }
            BooleanSupplier goesOn =
                    () ->
                            !left.isEmpty()
                                    && slots.stream()
                                            .noneMatch(slot -> slot.state() == Future.State.FAILED);
            // many tables take their turn on Cassandra from all others there
            BooleanSupplier seriesGoOn =
                    () ->
                            goesOn.getAsBoolean()
                                    && left.stream()
                                            .anyMatch(kill -> kill.endsWith(" of " + Specs.SERIES));
            for (Map.Entry<String, NamespaceSpec> each : namespaces().entrySet()) {
                String name = each.getKey();
                BooleanSupplier lasts = name.equals(Specs.SERIES) ? seriesGoOn : goesOn;
                NamespaceId id = new NamespaceId(tenant, name);
                lives.add(threads.submit(() -> liveOn(nudges, id, each.getValue(), lasts)));
            }
            for (int n = 1; n <= SHARDS; n++) {
                String shard = shard(tenant) + "-" + n;
                lives.add(threads.submit(() -> liveOn(nudges, shard, goesOn)));
            }
            for (Future<?> slot : slots) {
                slot.get(WHOLE_MATRIX.toSeconds(), TimeUnit.SECONDS);
            }
            try (WorkerProcess _ = WorkerProcess.start("survivor", Map.of())) {
                for (Future<?> life : lives) {
                    life.get(4, TimeUnit.MINUTES);
                }
            }
            assertThat(left).isEmpty();
            assertThat(kills).isNotEmpty();
        }
        assertThat(world.reserved()).as("capacity taken").isEqualTo(reserved);
        assertThat(Ledgers.differences(tenant.name())).isEmpty();
        assertThat(ended)
                .isNotEmpty()
                .allSatisfy(first -> assertThat(world.operation(first.id())).isEqualTo(first));
    }

    /**
     * In the whole matrix the victims publish as well, and after each kill what was changed waits
     * until another is elected. A sample leaves that to one who is not killed.
     */
    private static AutoCloseable herald() throws IOException, InterruptedException {
        if (Faults.all()) {
            return () -> {};
        }
        WorkerProcess herald =
                WorkerProcess.start("herald", Map.of("quarry.worker.claims.parallelism", "0"));
        Awaiting.until(
                "the herald",
                World.PATIENCE,
                herald::readiness,
                readiness -> readiness.status() == 200);
        return herald;
    }

    /**
     * What there is to be killed in is what two lives of each go through: one that is kept for a
     * moment, and one that is not.
     */
    private List<String> kills(Nudges nudges, TenantId tenant, ExecutorService threads)
            throws Exception {
        Map<String, Future<List<Operation>>> lives = new LinkedHashMap<>();
        try (WorkerProcess _ = WorkerProcess.start("pathfinder", Map.of())) {
            Specs.ofEachEngine()
                    .forEach(
                            (of, spec) ->
                                    lives.put(
                                            of,
                                            threads.submit(
                                                    () ->
                                                            twoLives(
                                                                    nudges,
                                                                    new NamespaceId(tenant, of),
                                                                    spec))));
            String shard = shard(tenant);
            lives.put(shard, threads.submit(() -> live(nudges, shard)));
            for (Future<List<Operation>> life : lives.values()) {
                List<Operation> _ = life.get(World.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
        List<String> always = new ArrayList<>();
        List<String> sampled = new ArrayList<>();
        lives.forEach(
                (of, life) -> {
                    List<String> there = Kill.inEachStepOf(of, life.resultNow());
                    boolean whole = of.equals(Specs.CASSANDRA) || of.equals(shard(tenant));
                    (whole ? always : sampled).addAll(there);
                });
        keepAlways(Specs.SERIES, always, sampled);
        Set<String> missing = new TreeSet<>(Kill.steps(catalogue));
        missing.removeAll(Kill.steps(always));
        missing.removeAll(Kill.steps(sampled));
        missing.removeAll(LocalShardsIT.KILLED);
        assertThat(missing).as("steps that no life comes to").isEmpty();
        return Kill.chosen(always, sampled);
    }

    /** What is there on Cassandra, and not in the lives that are killed everywhere. */
    private static void keepAlways(String of, List<String> always, List<String> sampled) {
        Set<String> known = Kill.steps(always);
        List<String> more =
                sampled.stream()
                        .filter(kill -> kill.endsWith(" of " + of))
                        .filter(
                                kill ->
                                        Kill.steps(List.of(kill)).stream()
                                                .noneMatch(known::contains))
                        .toList();
        always.addAll(more);
        sampled.removeAll(more);
    }

    private List<Operation> twoLives(Nudges nudges, NamespaceId id, NamespaceSpec spec)
            throws InterruptedException {
        List<Operation> all = new ArrayList<>();
        all.addAll(live(nudges, id, spec, Duration.ofSeconds(1)));
        all.addAll(live(nudges, id, spec, Duration.ZERO));
        assertThat(all).extracting(Operation::type).contains(OperationType.PURGE_NAMESPACE);
        return all;
    }

    private static Map<String, NamespaceSpec> namespaces() {
        Map<String, NamespaceSpec> all = Specs.ofEachEngine();
        NamespaceSpec onCassandra = all.remove(Specs.CASSANDRA);
        for (int life = 1; life <= LIVES; life++) {
            all.put(Specs.CASSANDRA + "-" + life, onCassandra);
        }
        return all;
    }

    private static String shard(TenantId tenant) {
        return "it-" + tenant;
    }

    /** Each waits for all that is left; a kill that both come to is one more. */
    private static Void killUntilNoneIsLeft(String worker, Set<String> left, List<Future<?>> lives)
            throws Exception {
        while (!left.isEmpty()) {
            List<String> mine = List.copyOf(left);
            try (WorkerProcess victim = WorkerProcess.doomed(worker, mine, TOGETHER, Map.of())) {
                long end = System.nanoTime() + World.PATIENCE.toNanos();
                int exit = -1;
                while (exit < 0 && !left.isEmpty() && System.nanoTime() < end) {
                    for (Future<?> life : lives) {
                        if (life.isDone()) {
                            // it went wrong, which is what is to be told
                            var _ = life.get();
                        }
                    }
                    exit = victim.awaitExit(Duration.ofMillis(200));
                }
                if (!left.isEmpty()) {
                    assertThat(exit).as(left.toString()).isEqualTo(137);
                    left.removeAll(victim.reached());
                }
            }
        }
        return null;
    }

    private Void liveOn(Nudges nudges, NamespaceId id, NamespaceSpec spec, BooleanSupplier goesOn)
            throws InterruptedException {
        for (int n = 0; goesOn.getAsBoolean(); n++) {
            List<Operation> _ =
                    live(nudges, id, spec, n % 2 == 0 ? Duration.ZERO : Duration.ofSeconds(1));
        }
        return null;
    }

    private Void liveOn(Nudges nudges, String shard, BooleanSupplier goesOn)
            throws InterruptedException {
        while (goesOn.getAsBoolean()) {
            List<Operation> _ = live(nudges, shard);
        }
        return null;
    }

    /** Made, changed, retired, restored, retired again, and nothing left of it. */
    private List<Operation> live(
            Nudges nudges, NamespaceId id, NamespaceSpec spec, Duration retention)
            throws InterruptedException {
        List<Operation> all = new ArrayList<>();
        Operation created = ended(nudges, world.create(id, spec));
        all.add(created);
        var uid = created.target().uid();
        world.assertServed(uid);
        all.add(ended(nudges, world.describe(id, "described by " + created.id())));
        world.assertServed(uid);
        stored.assertAsSaid(uid);
        assertThat(world.byUid(uid).spec().description()).isEqualTo("described by " + created.id());
        all.add(ended(nudges, world.retire(id, Duration.ofDays(1))));
        all.add(ended(nudges, world.restore(id, uid)));
        world.assertServed(uid);
        all.add(ended(nudges, world.retire(id, retention)));
        Awaiting.until(
                "the purge of " + id,
                World.PATIENCE,
                () -> world.byUid(uid).status().state(),
                NamespaceState.PURGED::equals);
        world.assertGone(id, uid);
        all.addAll(world.purges(id));
        return all;
    }

    /** Registered, drained and retired, under a name that the next has again. */
    private List<Operation> live(Nudges nudges, String shard) throws InterruptedException {
        List<Operation> all = new ArrayList<>();
        all.add(ended(nudges, world.register(shard, world.cassandraEndpoint())));
        assertThat(world.shard(shard).shard().state()).isEqualTo(ShardState.ACTIVE);
        all.add(ended(nudges, world.drain(shard)));
        assertThat(world.shard(shard).shard().state()).isEqualTo(ShardState.DRAINING);
        all.add(ended(nudges, world.retire(shard)));
        assertThat(world.shard(shard).shard().state()).isEqualTo(ShardState.RETIRED);
        assertThat(world.shard(shard).operation()).isNull();
        return all;
    }

    private Operation ended(Nudges nudges, Operation accepted) throws InterruptedException {
        nudges.unreliably(accepted.id());
        Operation end = world.awaitEnd(accepted.id());
        world.assertSucceeded(end);
        ended.add(end);
        return end;
    }
}
