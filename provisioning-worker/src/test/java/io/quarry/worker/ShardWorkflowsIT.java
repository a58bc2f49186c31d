package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.Progress;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shards come and go on the real Cassandra of the stack, registered under another name. */
@QuarkusTest
class ShardWorkflowsIT {
    private static final Map<String, String> HASTY =
            Map.of("quarry.worker.steps.longest-retry", "300ms");

    @Inject World world;
    @Inject Instances instances;
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    @Test
    void aClusterThatAnswersIsTakenIntoUseEmptiedAndRetired() throws Exception {
        String shard = "it-" + world.freshTenant();
        try (WorkerProcess _ = WorkerProcess.start("provider", HASTY)) {
            world.assertSucceeded(
                    world.awaitEnd(world.register(shard, world.cassandraEndpoint()).id()));
            assertThat(state(shard)).isEqualTo(ShardState.ACTIVE);
            assertThat(world.shard(shard).reason()).isNull();
            world.assertSucceeded(world.awaitEnd(world.drain(shard).id()));
            assertThat(state(shard)).isEqualTo(ShardState.DRAINING);
            assertThat(world.shard(shard).reason()).startsWith("drained");
            world.assertSucceeded(world.awaitEnd(world.retire(shard).id()));
            assertThat(state(shard)).isEqualTo(ShardState.RETIRED);
        }
    }

    @Test
    void aClusterThatDoesNotAnswerIsWaitedForWithTheReasonAndCanBeCalledOff() throws Exception {
        String shard = "it-" + world.freshTenant();
        int nobody;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = taken.getLocalPort();
        }
        try (WorkerProcess _ = WorkerProcess.start("provider", HASTY)) {
            Operation waits = world.register(shard, "127.0.0.1:" + nobody);
            Operation seen =
                    Awaiting.until(
                            "attention for " + shard,
                            World.PATIENCE,
                            () -> world.operation(waits.id()),
                            now -> now.state().equals("NEEDS_ATTENTION"));
            assertThat(seen.waitingReason()).containsIgnoringCase("cassandra");
            assertThat(seen.cancellable()).isTrue();
            assertThat(world.shard(shard).reason()).isEqualTo(seen.waitingReason());
            assertThat(state(shard)).isEqualTo(ShardState.PROVISIONING);
            world.cancel(waits.id());
            assertThat(world.awaitEnd(waits.id()).state()).isEqualTo("CANCELLED");
            assertThat(state(shard)).isEqualTo(ShardState.RETIRED);
            assertThat(world.shard(shard).reason()).isNull();

            world.assertSucceeded(
                    world.awaitEnd(world.register(shard, world.cassandraEndpoint()).id()));
            world.assertSucceeded(world.awaitEnd(world.retire(shard).id()));
        }
    }

    @Test
    void aDrainWaitsForWhatIsThereAndGivesItsStateBackWhenItIsCancelled() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "stays");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("provider", HASTY)) {
            world.assertSucceeded(world.awaitEnd(world.create(id).id()));
            Operation drain = world.drain("cassandra-1");
            Operation seen = world.awaitWaiting(drain.id(), Workflows.AWAIT_EMPTY);
            assertThat(seen.waitingReason()).contains("left on cassandra-1");
            assertThat(seen.progress().unit()).isEqualTo("placements");
            assertThat(seen.progress().total()).isPositive();
            assertThat(seen.progress().isWhole()).isFalse();
            assertThat(world.shard("cassandra-1").reason()).startsWith("holds ");
            world.cancel(drain.id());
            Operation cancelled = world.awaitEnd(drain.id());
            assertThat(cancelled.state()).isEqualTo("CANCELLED");
            assertThat(cancelled.progress()).isEqualTo(new Progress(0, 2, "steps"));
            assertThat(state("cassandra-1")).isEqualTo(ShardState.ACTIVE);
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
        }
    }

    private ShardState state(String shard) {
        return world.shard(shard).shard().state();
    }
}
