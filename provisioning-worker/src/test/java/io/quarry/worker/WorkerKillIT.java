package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.namespace.Abstraction;
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
import io.quarry.worker.workflow.WorkflowCatalogue;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * Two workers at any time. Each is killed, without a chance to tidy up, at the point that its turn
 * gives it: in every step of every workflow before its effect, after it, and before it is saved.
 * Meanwhile namespaces are made, changed, retired and purged, and a shard comes and goes; the
 * messages about it are lost, come twice, late, and in another order.
 */
@QuarkusTest
class WorkerKillIT {
    /** Lives at a time, and what each is, one after the other: every engine has its turns. */
    private static final List<List<NamespaceSpec>> SPECS =
            List.of(
                    List.of(World.DATABASE),
                    List.of(Specs.SEARCH),
                    List.of(NamespaceSpec.of(Abstraction.OBJECT)),
                    List.of(NamespaceSpec.keyValue(), NamespaceSpec.of(Abstraction.CACHE)));

    @Inject World world;
    @Inject WorkflowCatalogue catalogue;
    @Inject Instances instances;
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrap;

    private final List<Operation> ended = new CopyOnWriteArrayList<>();

    @Test
    void everyOperationEndsOnceAndRightWhereverAWorkerIsKilled() throws Exception {
        TenantId tenant = world.freshTenant();
        List<Capacity> reserved = world.reserved();
        Queue<String> halts = new ConcurrentLinkedQueue<>(halts());
        int kills = halts.size();
        List<String> killed = new CopyOnWriteArrayList<>();
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                Nudges nudges = new Nudges(bootstrap);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> slots = new ArrayList<>();
            List<Future<?>> lives = new CopyOnWriteArrayList<>();
            for (int slot = 1; slot <= 2; slot++) {
                String worker = "victim-" + slot;
                slots.add(threads.submit(() -> killOneAfterTheOther(worker, halts, killed, lives)));
            }
            lives.add(
                    threads.submit(
                            () -> {
                                while (killed.size() < kills
                                        && slots.stream().noneMatch(Future::isDone)) {
                                    live(nudges, "it-" + tenant);
                                }
                                return null;
                            }));
            for (int life = 1; life <= SPECS.size(); life++) {
                NamespaceId id = new NamespaceId(tenant, "life-" + life);
                List<NamespaceSpec> specs = SPECS.get(life - 1);
                lives.add(
                        threads.submit(
                                () -> {
                                    for (int n = 0;
                                            killed.size() < kills
                                                    && slots.stream().noneMatch(Future::isDone);
                                            n++) {
                                        live(
                                                nudges,
                                                id,
                                                specs.get(n % specs.size()),
                                                n % 2 == 0 ? Duration.ZERO : Duration.ofSeconds(1));
                                    }
                                    return null;
                                }));
            }
            for (Future<?> slot : slots) {
                slot.get(12, TimeUnit.MINUTES);
            }
            try (WorkerProcess _ = WorkerProcess.start("survivor", Map.of())) {
                for (Future<?> life : lives) {
                    life.get(4, TimeUnit.MINUTES);
                }
            }
        }
        assertThat(killed).hasSize(kills);
        assertThat(world.reserved()).as("capacity taken").isEqualTo(reserved);
        assertThat(ended)
                .isNotEmpty()
                .allSatisfy(first -> assertThat(world.operation(first.id())).isEqualTo(first));
    }

    private Void killOneAfterTheOther(
            String worker, Queue<String> halts, List<String> killed, List<Future<?>> lives)
            throws Exception {
        for (String halt = halts.poll(); halt != null; halt = halts.poll()) {
            try (WorkerProcess victim =
                    WorkerProcess.start(worker, Map.of("quarry.test.halt-at", halt))) {
                long end = System.nanoTime() + World.PATIENCE.toNanos();
                int exit = -1;
                while (exit < 0 && System.nanoTime() < end) {
                    for (Future<?> life : lives) {
                        if (life.isDone()) {
                            // it went wrong, which is what is to be told
                            var _ = life.get();
                        }
                    }
                    exit = victim.awaitExit(Duration.ofMillis(200));
                }
                assertThat(exit).as("killed at " + halt).isEqualTo(137);
            }
            killed.add(halt);
        }
        return null;
    }

    /** Made, changed, retired, restored, retired again, and nothing left of it. */
    private void live(Nudges nudges, NamespaceId id, NamespaceSpec spec, Duration retention)
            throws InterruptedException {
        Operation created = ended(nudges, world.create(id, spec));
        var uid = created.target().uid();
        world.assertServed(uid);
        ended(nudges, world.describe(id, "described by " + created.id()));
        world.assertServed(uid);
        assertThat(world.byUid(uid).spec().description()).isEqualTo("described by " + created.id());
        ended(nudges, world.retire(id, Duration.ofDays(1)));
        ended(nudges, world.restore(id, uid));
        world.assertServed(uid);
        ended(nudges, world.retire(id, retention));
        Awaiting.until(
                "the purge of " + id,
                World.PATIENCE,
                () -> world.byUid(uid).status().state(),
                NamespaceState.PURGED::equals);
        world.assertGone(id, uid);
    }

    /** Registered, drained and retired, under a name that the next has again. */
    private void live(Nudges nudges, String shard) throws InterruptedException {
        ended(nudges, world.register(shard, world.cassandraEndpoint()));
        assertThat(world.shard(shard).shard().state()).isEqualTo(ShardState.ACTIVE);
        ended(nudges, world.drain(shard));
        assertThat(world.shard(shard).shard().state()).isEqualTo(ShardState.DRAINING);
        ended(nudges, world.retire(shard));
        assertThat(world.shard(shard).shard().state()).isEqualTo(ShardState.RETIRED);
        assertThat(world.shard(shard).operation()).isNull();
    }

    private Operation ended(Nudges nudges, Operation accepted) throws InterruptedException {
        nudges.unreliably(accepted.id());
        Operation end = world.awaitEnd(accepted.id());
        world.assertSucceeded(end);
        ended.add(end);
        return end;
    }

    private List<String> halts() {
        List<String> halts = new ArrayList<>();
        for (OperationType type : OperationType.values()) {
            for (String step : catalogue.of(type).steps().sequencedKeySet()) {
                for (String point : List.of("BEFORE_EFFECT", "AFTER_EFFECT", "BEFORE_SAVE")) {
                    halts.add(type.wire() + "/" + step + ":" + point);
                }
            }
        }
        return halts;
    }
}
