package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.health.Health;
import io.quarry.metadata.health.HealthState;
import io.quarry.metadata.health.Measurement;
import io.quarry.metadata.health.Promise;
import io.quarry.metadata.health.ShardHealth;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.FleetShard;
import io.quarry.metadata.shard.ShardState;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A worker looks at real servers, which stand still and go on. */
@QuarkusTest
class ShardWatchIT {
    private static final Map<String, String> HASTY =
            Map.of(
                    "quarry.worker.steps.longest-retry", "300ms",
                    "quarry.worker.health.interval", "300ms",
                    "quarry.worker.health.timeout", "3s");

    @Inject World world;
    @Inject ShardHealth health;

    @Inject
    @DataSource("system")
    AgroalDataSource system;

    @Test
    void aShardThatStandsStillFailsWithTheReasonHoldsUpNoOtherAndIsBackByItself() throws Exception {
        String id = world.freshTenant().name();
        try (LocalShard servers = LocalShard.start("postgresql", id);
                WorkerProcess worker = WorkerProcess.start("watch", HASTY)) {
            world.assertSucceeded(
                    world.awaitEnd(
                            world.register(id, Engine.POSTGRESQL, servers.endpoints(), id, Map.of())
                                    .id()));
            Measurement measured = answering(id);
            assertThat(measured.metrics().keySet())
                    .contains(
                            "answer_ms",
                            "connections",
                            "connections_max",
                            "databases",
                            "disk_bytes");
            assertThat(metric(measured, "connections")).isPositive();
            assertThat(metric(measured, "disk_bytes")).isGreaterThan(1 << 20);
            awaitMetric(worker, id, 1);

            servers.standStill();
            FleetShard failed = await(id, ShardState.FAILED);
            assertThat(failed.reason()).isNotBlank();
            assertThat(seen(id).state()).isEqualTo(HealthState.SILENT);
            awaitMetric(worker, id, 0);
            assertThat(worker.readiness().status()).isEqualTo(200);
            Instant now = Instant.now();
            Health other =
                    awaitHealth(
                            "cassandra-1", found -> found.checkedAt().isAfter(now.plusSeconds(1)));
            assertThat(other.state()).isEqualTo(HealthState.ANSWERING);
            assertThat(world.shard("cassandra-1").shard().state()).isEqualTo(ShardState.ACTIVE);

            servers.goOn();
            assertThat(await(id, ShardState.ACTIVE).reason()).isNull();
            Health back = awaitHealth(id, found -> found.state() == HealthState.ANSWERING);
            assertThat(back.reason()).isNull();

            world.cordon(id);
            servers.standStill();
            FleetShard _ = await(id, ShardState.FAILED);
            servers.goOn();
            FleetShard _ = await(id, ShardState.CORDONED);
            world.assertSucceeded(world.awaitEnd(world.retire(id).id()));
            assertThat(health.of(List.of(id))).isEmpty();
        }
    }

    @Test
    void cassandraSaysWhatItHolds() throws Exception {
        WorkerProcess.migrate();
        try (WorkerProcess _ = WorkerProcess.start("watch", HASTY)) {
            Measurement measured = answering("cassandra-1");
            assertThat(measured.metrics().keySet())
                    .containsExactlyInAnyOrder(
                            "answer_ms",
                            "nodes",
                            "nodes_up",
                            "replication",
                            "tables",
                            "disk_bytes",
                            "compactions_pending",
                            "compactions_active",
                            "read_p99_ms",
                            "write_p99_ms");
            assertThat(metric(measured, "nodes_up")).isOne();
            assertThat(metric(measured, "replication")).isOne();
            assertThat(seen("cassandra-1").promise()).isEqualTo(new Promise(1L, 1L, 1L));
            assertThat(metric(measured, "disk_bytes")).isPositive();
            assertThat(world.shard("cassandra-1").shard().measured().diskBytes()).isPositive();
        }
    }

    @Test
    void enginesThatHoldNoNamespacesYetAreMeasuredToo() throws Exception {
        String prefix = world.freshTenant().name();
        String cache = prefix + "-m";
        String index = prefix + "-e";
        String blobs = prefix + "-s";
        try (LocalShard memcached = LocalShard.start("memcached", cache);
                LocalShard elasticsearch = LocalShard.start("elasticsearch", index);
                LocalShard s3 = LocalShard.start("s3", blobs);
                WorkerProcess _ = WorkerProcess.start("watch", HASTY)) {
            // a pool goes on without one of its nodes
            insert(
                    cache,
                    Engine.MEMCACHED,
                    memcached.endpoints().getFirst() + ",127.0.0.1:1",
                    cache);
            insert(index, Engine.ELASTICSEARCH, elasticsearch.endpoints().getFirst(), index);
            insert(blobs, Engine.S3, s3.endpoints().getFirst(), blobs);

            Health lacking = awaitHealth(cache, each -> each.state() == HealthState.IMPAIRED);
            assertThat(lacking.reason()).isEqualTo("1 of 2 nodes are up");
            assertThat(world.shard(cache).shard().state()).isEqualTo(ShardState.ACTIVE);
            Measurement items = Objects.requireNonNull(lacking.last());
            assertThat(items.metrics().keySet())
                    .contains("items", "evictions", "used_bytes", "slab_bytes", "hits", "misses");
            assertThat(metric(items, "memory_bytes")).isEqualTo(32 << 20);
            assertThat(metric(items, "nodes")).isEqualTo(2);
            assertThat(metric(items, "nodes_up")).isOne();

            Measurement indices = answering(index);
            assertThat(indices.status()).isIn("green", "yellow");
            assertThat(metric(indices, "nodes")).isOne();
            assertThat(metric(indices, "heap_used_bytes")).isPositive();
            assertThat(metric(indices, "heap_max_bytes")).isPositive();
            assertThat(metric(indices, "disk_free_bytes")).isPositive();

            assertThat(answering(blobs).metrics().keySet()).containsExactly("answer_ms");

            memcached.standStill();
            FleetShard _ = await(cache, ShardState.FAILED);
            assertThat(seen(cache).reason()).containsIgnoringCase("memcached");
            memcached.goOn();
            FleetShard _ = await(cache, ShardState.ACTIVE);
        } finally {
            for (String each : List.of(cache, index, blobs)) {
                retire(each);
            }
        }
    }

    @Test
    void aShardWithoutALogInIsNotHeldToBeBroken() throws Exception {
        String id = world.freshTenant().name();
        try (WorkerProcess _ = WorkerProcess.start("watch", HASTY)) {
            insert(id, Engine.POSTGRESQL, "127.0.0.1:1", "nobody-has-it");
            Health found = awaitHealth(id, any -> true);
            assertThat(found.state()).isEqualTo(HealthState.UNKNOWN);
            assertThat(found.reason()).contains("nobody-has-it.structure.username");
            Health _ =
                    awaitHealth(
                            id,
                            later -> later.checkedAt().isAfter(found.checkedAt().plusSeconds(2)));
            assertThat(world.shard(id).shard().state()).isEqualTo(ShardState.ACTIVE);
        } finally {
            retire(id);
        }
    }

    private Measurement answering(String shard) throws InterruptedException {
        Health found = awaitHealth(shard, each -> each.state() == HealthState.ANSWERING);
        return Objects.requireNonNull(found.last());
    }

    private Health awaitHealth(String shard, Predicate<Health> wanted) throws InterruptedException {
        return Awaiting.until(
                        "health of " + shard,
                        World.PATIENCE,
                        () -> found(shard),
                        each -> each.filter(wanted).isPresent())
                .orElseThrow();
    }

    private FleetShard await(String shard, ShardState wanted) throws InterruptedException {
        return Awaiting.until(
                shard + " " + wanted,
                World.PATIENCE,
                () -> world.shard(shard),
                each -> each.shard().state() == wanted);
    }

    private Health seen(String shard) {
        return found(shard).orElseThrow();
    }

    private Optional<Health> found(String shard) {
        return Optional.ofNullable(health.of(List.of(shard)).get(shard));
    }

    private static long metric(Measurement measurement, String name) {
        return Objects.requireNonNull(measurement.metrics().get(name), name).longValue();
    }

    private static void awaitMetric(WorkerProcess worker, String shard, int value)
            throws InterruptedException {
        String line =
                "quarry_shard_reachable{engine=\"POSTGRESQL\",shard=\"%s\"} %d.0"
                        .formatted(shard, value);
        String _ =
                Awaiting.until(
                        line,
                        Duration.ofMinutes(1),
                        () -> metrics(worker),
                        all -> all.contains(line));
    }

    private static String metrics(WorkerProcess worker) {
        try {
            return worker.metrics().body();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Engines that operators cannot register yet; with so little room that nothing comes there. */
    private void insert(String id, Engine engine, String endpoints, String credentialRef)
            throws SQLException {
        run(
                "INSERT INTO shard (id, engine, state, endpoints, credential_ref, capacity_objects)"
                        + " VALUES (?, ?, 'ACTIVE', to_jsonb(string_to_array(?, ',')), ?, 1)",
                id,
                engine.name(),
                endpoints,
                credentialRef);
    }

    private void retire(String id) throws SQLException {
        run("UPDATE shard SET state = 'RETIRED' WHERE id = ?", id);
    }

    private void run(String sql, String... arguments) throws SQLException {
        try (Connection connection = system.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < arguments.length; index++) {
                statement.setString(index + 1, arguments[index]);
            }
            int _ = statement.executeUpdate();
        }
    }
}
