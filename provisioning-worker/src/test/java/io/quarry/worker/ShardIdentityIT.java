package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.health.Health;
import io.quarry.metadata.health.HealthState;
import io.quarry.metadata.health.ShardHealth;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.FleetShard;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who the real servers say they are, and what comes of it. */
@QuarkusTest
class ShardIdentityIT {
    private static final Map<String, String> STRICT =
            Map.of(
                    "quarry.provider.same-cluster", "false",
                    "quarry.worker.steps.longest-retry", "300ms",
                    "quarry.worker.health.interval", "300ms",
                    "quarry.worker.health.identity-every", "300ms");

    @Inject World world;
    @Inject ShardHealth health;

    @Inject
    @DataSource("system")
    AgroalDataSource system;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aClusterThatIsAShardAlreadyIsRefusedWithThatShardsName(Engine engine) throws Exception {
        String twin = world.freshTenant().name();
        String known = engine.name().toLowerCase(Locale.ROOT) + "-1";
        try (WorkerProcess _ = WorkerProcess.start("identity", STRICT)) {
            awaitMarks(known);
            Shard shard = world.shard(known).shard();
            Map<String, String> settings = new HashMap<>(shard.engineSettings());
            settings.remove("keyspace");
            Operation refused =
                    world.awaitEnd(
                            world.register(
                                            twin,
                                            engine,
                                            shard.endpoints(),
                                            shard.credentialRef(),
                                            settings)
                                    .id());
            assertThat(refused.state()).isEqualTo("FAILED");
            assertThat(Objects.requireNonNull(refused.problem()).code())
                    .isEqualTo(ProblemCode.CLUSTER_TAKEN);
            assertThat(refused.problem().detail()).contains("the shard " + known);
            FleetShard seen = world.shard(twin);
            assertThat(seen.shard().state()).isEqualTo(ShardState.PROVISIONING);
            assertThat(seen.reason()).contains(known);
            assertThat(world.shard(known).shard().state()).isEqualTo(ShardState.ACTIVE);
            world.assertSucceeded(world.awaitEnd(world.retire(twin).id()));
        }
    }

    /**
     * What was taken into use is said to have been another cluster, which is the same as a swap.
     */
    @Test
    void aShardWhoseClusterIsAnotherFailsAtOnceAndIsBackWithItsOwn() throws Exception {
        String id = world.freshTenant().name();
        try (LocalShard servers = LocalShard.start("postgresql", id);
                WorkerProcess _ = WorkerProcess.start("identity", STRICT)) {
            world.assertSucceeded(
                    world.awaitEnd(
                            world.register(id, Engine.POSTGRESQL, servers.endpoints(), id, Map.of())
                                    .id()));
            Health _ = await(id, HealthState.ANSWERING);
            String own = marks(id);
            mark(id, "{another}");
            Health stranger = await(id, HealthState.STRANGER);
            assertThat(stranger.reason())
                    .contains("another cluster answers")
                    .contains(own.replaceAll("[{}]", ""));
            FleetShard failed = await(id, ShardState.FAILED);
            assertThat(failed.reason()).isEqualTo(stranger.reason());
            mark(id, own);
            assertThat(await(id, ShardState.ACTIVE).reason()).isNull();
            Health _ = await(id, HealthState.ANSWERING);
            world.assertSucceeded(world.awaitEnd(world.retire(id).id()));
            assertThat(marks(id)).isEmpty();
        }
    }

    private Health await(String shard, HealthState wanted) throws InterruptedException {
        return Objects.requireNonNull(
                Awaiting.until(
                                "health of " + shard,
                                World.PATIENCE,
                                () -> health.of(List.of(shard)),
                                seen ->
                                        seen.containsKey(shard)
                                                && seen.get(shard).state() == wanted)
                        .get(shard));
    }

    private FleetShard await(String shard, ShardState wanted) throws InterruptedException {
        return Awaiting.until(
                shard + " " + wanted,
                World.PATIENCE,
                () -> world.shard(shard),
                each -> each.shard().state() == wanted);
    }

    /** Its own worker has asked it. */
    private void awaitMarks(String shard) throws SQLException, InterruptedException {
        String _ =
                Awaiting.until(
                        "marks of " + shard,
                        World.PATIENCE,
                        () -> marks(shard),
                        seen -> !seen.isEmpty());
    }

    private String marks(String shard) throws SQLException {
        try (Connection connection = system.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "SELECT marks::text FROM shard_identity WHERE shard = ?")) {
            statement.setString(1, shard);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : "";
            }
        }
    }

    private void mark(String shard, String marks) throws SQLException {
        try (Connection connection = system.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "UPDATE shard_identity SET marks = ?::text[] WHERE shard = ?")) {
            statement.setString(1, marks);
            statement.setString(2, shard);
            assertThat(statement.executeUpdate()).isOne();
        }
    }
}
