package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.CounterMode;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.testkit.Ledgers;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Namespaces of abstractions other than key-value on the real engines of the stack. */
@QuarkusTest
class NamespacesOfEnginesIT {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Map<String, String> HASTY =
            Map.of("quarry.worker.steps.longest-retry", "300ms");

    @Inject World world;
    @Inject EngineShards engines;
    @Inject Instances instances;
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    @Test
    void aSearchNamespaceIsAnIndexThatGetsMoreFields() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "articles");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("indices", HASTY)) {
            Uid uid = made(id, Specs.SEARCH);
            String uidValue = uid.value();
            assertThat(engines.ask("/" + uidValue + "/_mapping"))
                    .contains("\"title\":{\"type\":\"text\"", "\"dynamic\":\"strict\"")
                    .doesNotContain("\"added\"");
            Operation changed = world.describe(id, "with a field more");
            world.assertSucceeded(world.awaitEnd(changed.id()));
            assertThat(engines.ask("/" + uidValue + "/_mapping"))
                    .contains("\"title\":{\"type\":\"text\"", "\"added\":{\"type\":\"long\"}");
            comesBack(id, uid);
            assertThat(engines.ask("/_alias/" + uidValue)).contains(uidValue + "_1");
            purge(id, uid);
        }
    }

    @Test
    void whatIsLeftOfADeletedDocumentIsSwept() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "articles");
        Map<String, String> sweeping =
                Map.of(
                        "quarry.worker.steps.longest-retry", "300ms",
                        "quarry.worker.objects.sweep-every", "300ms");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("sweeper", sweeping)) {
            Uid uid = made(id, Specs.SEARCH);
            NamespaceRef index = new NamespaceRef(uid.value(), 1);
            engines.delete(index, "long ago", Instant.now().minus(Duration.ofHours(49)));
            engines.delete(index, "just now", Instant.now());
            String _ =
                    Awaiting.until(
                            "the sweep of " + id,
                            World.PATIENCE,
                            () -> engines.ask("/" + index.structure() + "/_search"),
                            found ->
                                    found.contains("\"just now\"")
                                            && !found.contains("\"long ago\""));
            purge(id, uid);
        }
    }

    @Test
    void anObjectNamespaceIsABucketOfWhichNothingIsLeft() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "photos");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("buckets", HASTY)) {
            Uid uid = made(id, NamespaceSpec.of(Abstraction.OBJECT));
            engines.fill(new NamespaceRef(uid.value(), 1));
            Operation changed = world.describe(id, "for thirty days");
            world.assertSucceeded(world.awaitEnd(changed.id()));
            assertThat(world.operation(changed.id()).steps())
                    .anyMatch(step -> step.name().equals(Workflows.CHANGE_STRUCTURES));
            comesBack(id, uid);
            purge(id, uid);
        }
    }

    /** The stack's object store has no lifecycles. */
    @Test
    void anObjectThatHasExpiredIsSwept() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "photos");
        Map<String, String> sweeping =
                Map.of(
                        "quarry.worker.steps.longest-retry", "300ms",
                        "quarry.worker.objects.sweep-every", "300ms");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("sweeper", sweeping)) {
            Uid uid = made(id, NamespaceSpec.of(Abstraction.OBJECT));
            NamespaceRef bucket = new NamespaceRef(uid.value(), 1);
            engines.fill(bucket);
            engines.age(bucket, Duration.ofDays(31));
            // which gives it thirty days
            world.assertSucceeded(world.awaitEnd(world.describe(id, "swept").id()));
            List<String> _ =
                    Awaiting.until(
                            "the sweep of " + id,
                            World.PATIENCE,
                            () -> engines.objects(bucket),
                            List::isEmpty);
            engines.fill(bucket);
            purge(id, uid);
        }
    }

    @Test
    void aCacheNamespaceIsAPlaceInAPool() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "sessions");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("caches", HASTY)) {
            Uid uid = made(id, NamespaceSpec.of(Abstraction.CACHE));
            assertThat(world.byUid(uid).status().placements())
                    .allMatch(placement -> placement.shard().startsWith("memcached"));
            world.assertSucceeded(world.awaitEnd(world.describe(id, "with other words").id()));
            comesBack(id, uid);
            purge(id, uid);
        }
    }

    /** And nothing in it expires, however old it is: a version leads to the next by a delta. */
    @Test
    void aDatasetNamespaceIsABucketThatKeepsWhatIsOld() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "movies");
        Map<String, String> sweeping =
                Map.of(
                        "quarry.worker.steps.longest-retry", "300ms",
                        "quarry.worker.objects.sweep-every", "300ms");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("datasets", sweeping)) {
            Uid uid = made(id, Specs.dataset());
            NamespaceRef bucket = new NamespaceRef(uid.value(), 1);
            engines.fill(bucket);
            engines.age(bucket, Duration.ofDays(4_000));
            world.assertSucceeded(world.awaitEnd(world.describe(id, "with other words").id()));
            comesBack(id, uid);
            assertThat(engines.objects(bucket)).hasSize(1);
            purge(id, uid);
        }
    }

    @ParameterizedTest
    @EnumSource(CounterMode.class)
    void aCounterNamespaceIsTwoTablesOrAPlaceInAPool(CounterMode mode) throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "views");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("counters", HASTY)) {
            Uid uid = made(id, Specs.counter(mode));
            String shard = mode == CounterMode.BEST_EFFORT ? "memcached" : "cassandra";
            assertThat(world.byUid(uid).status().placements())
                    .allMatch(placement -> placement.shard().startsWith(shard));
            world.assertSucceeded(world.awaitEnd(world.describe(id, "with other words").id()));
            comesBack(id, uid);
            purge(id, uid);
        }
    }

    @Test
    void aTimeSeriesNamespaceIsATableForEachSlice() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "clicks");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("slices", HASTY)) {
            Uid uid = made(id, NamespaceSpec.of(Abstraction.TIME_SERIES));
            assertThat(world.byUid(uid).status().effective().demand().objects()).isEqualTo(4);
            Operation changed = world.describe(id, "of events that come later");
            world.assertSucceeded(world.awaitEnd(changed.id()));
            assertThat(world.operation(changed.id()).steps())
                    .anyMatch(step -> step.name().equals(Workflows.CHANGE_STRUCTURES));
            comesBack(id, uid);
            purge(id, uid);
        }
    }

    /** On a shard of its own, while the stack's takes nothing. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void anEngineThatStandsStillIsWaitedForWithTheReason(Engine engine) throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "waits");
        String name = engine.name().toLowerCase(Locale.ROOT);
        String shard = tenant.name() + "-" + name.charAt(0);
        Map<String, String> label = Map.of("only", shard);
        world.cordon(name + "-1");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                LocalShard servers = LocalShard.start(name, shard);
                WorkerProcess _ = WorkerProcess.start("patient", HASTY)) {
            world.assertSucceeded(
                    world.awaitEnd(world.register(shard, engine, servers.endpoints(), label).id()));
            assertThat(world.shard(shard).shard().state()).isEqualTo(ShardState.ACTIVE);
            servers.standStill();
            Operation waits = world.create(id, Specs.labelled(held(engine), label));
            Operation seen =
                    Awaiting.until(
                            "attention for " + id,
                            World.PATIENCE,
                            () -> world.operation(waits.id()),
                            now -> now.state().equals("NEEDS_ATTENTION"));
            assertThat(seen.waitingReason())
                    .startsWith(shard + ": ")
                    .containsIgnoringCase(engine.name());
            servers.goOn();
            world.assertSucceeded(world.awaitEnd(waits.id()));
            assertThat(world.byUid(waits.target().uid()).status().placements())
                    .extracting(Placement::shard)
                    .containsExactly(shard);
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
            world.assertSucceeded(world.awaitEnd(world.retire(shard).id()));
        } finally {
            world.uncordon(name + "-1");
        }
        assertThat(Ledgers.differences(tenant.name())).isEmpty();
    }

    /** What an engine holds. */
    private static NamespaceSpec held(Engine engine) {
        return switch (engine) {
            case CASSANDRA -> NamespaceSpec.keyValue();
            case ELASTICSEARCH -> Specs.SEARCH;
            case MEMCACHED -> NamespaceSpec.of(Abstraction.CACHE);
            case S3 -> NamespaceSpec.of(Abstraction.OBJECT);
            case POSTGRESQL -> World.DATABASE;
        };
    }

    private Uid made(NamespaceId id, NamespaceSpec spec) throws InterruptedException {
        Operation created = world.create(id, spec);
        world.assertSucceeded(world.awaitEnd(created.id()));
        world.assertServed(created.target().uid());
        return created.target().uid();
    }

    /** What was retired and kept is the same when it is back. */
    private void comesBack(NamespaceId id, Uid uid) throws InterruptedException {
        List<NamespaceRef> before = world.structures(uid);
        world.assertSucceeded(world.awaitEnd(world.retire(id, DAY).id()));
        assertThat(world.structures(uid)).isEqualTo(before);
        world.assertSucceeded(world.awaitEnd(world.restore(id, uid).id()));
        world.assertServed(uid);
    }

    private void purge(NamespaceId id, Uid uid) throws InterruptedException {
        world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
        world.assertGone(id, uid);
    }
}
