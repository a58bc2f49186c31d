package io.quarry.worker;

import static io.quarry.metadata.operation.OperationType.PROVISION_SHARD;
import static io.quarry.metadata.operation.OperationType.RETIRE_SHARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.placement.Placement;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.worker.claim.HaltPoint;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shards whose servers the worker starts and removes: real processes beside the stack's own. */
@QuarkusTest
class LocalShardsIT {
    private static final Map<String, String> HASTY =
            Map.of(
                    "quarry.worker.steps.longest-retry",
                    "300ms",
                    "quarry.worker.local-provider.begin-within",
                    "12s");

    private static final String START = "start-server";
    private static final String STOP = "stop-server";

    /** In which workers are killed here, and nowhere else. */
    static final Set<String> KILLED = Set.of("ProvisionShard/" + START, "RetireShard/" + STOP);

    static final Set<String> UNDONE = Set.of("ProvisionShard/undo-" + START);

    /** A server of the stack's own, whose name no shard gets. */
    private static final String TAKEN = "kafka";

    @Inject World world;
    @Inject Instances instances;
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    private final List<String> started = new ArrayList<>();

    private Operation start(String shard, Engine engine) {
        started.add(shard);
        return world.start(shard, engine, Map.of("only", shard));
    }

    @AfterEach
    void nothingGoesOnRunning() throws Exception {
        for (String shard : started) {
            LocalShard.purge(shard);
        }
    }

    @ParameterizedTest
    @CsvSource({"CACHE,MEMCACHED", "RELATIONAL,POSTGRESQL"})
    void aShardIsStartedServesAndGoesWithItsServer(Abstraction abstraction, Engine engine)
            throws Exception {
        TenantId tenant = world.freshTenant();
        String shard = tenant.name() + "-l";
        NamespaceId id = new NamespaceId(tenant, "placed");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy);
                WorkerProcess _ = WorkerProcess.start("starter", HASTY)) {
            Operation provisioned = world.awaitEnd(start(shard, engine).id());
            world.assertSucceeded(provisioned);
            assertThat(provisioned.steps())
                    .extracting(StepView::name)
                    .containsExactly(START, "probe", "activate");
            Shard known = world.shard(shard).shard();
            assertThat(known.state()).isEqualTo(ShardState.ACTIVE);
            assertThat(known.endpoints()).hasSize(1);
            assertThat(known.credentialRef()).isEqualTo(shard);
            assertThat(LocalShard.process(shard)).isPresent();

            Operation created =
                    world.create(
                            id,
                            Specs.labelled(NamespaceSpec.of(abstraction), Map.of("only", shard)));
            world.assertSucceeded(world.awaitEnd(created.id()));
            assertThat(world.byUid(created.target().uid()).status().placements())
                    .extracting(Placement::shard)
                    .containsExactly(shard);
            assertThatThrownBy(() -> world.retire(shard))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            refusal ->
                                    assertThat(refusal.code())
                                            .isEqualTo(ProblemCode.SHARD_NOT_EMPTY));
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));

            Operation retired = world.awaitEnd(world.retire(shard).id());
            world.assertSucceeded(retired);
            assertThat(retired.steps())
                    .extracting(StepView::name)
                    .containsExactly("await-empty", STOP, "retire");
            assertThat(state(shard)).isEqualTo(ShardState.RETIRED);
            LocalShard.assertNothingLeft(shard);
        }
    }

    @Test
    void whatTheProgramSaysAgainstItIsWhyItWaits() throws Exception {
        WorkerProcess.migrate();
        ProcessHandle taken = LocalShard.process(TAKEN).orElseThrow();
        try (WorkerProcess _ = WorkerProcess.start("starter", HASTY)) {
            Operation waits = world.start(TAKEN, Engine.MEMCACHED, Map.of());
            Operation seen =
                    Awaiting.until(
                            "attention for " + TAKEN,
                            World.PATIENCE,
                            () -> world.operation(waits.id()),
                            now -> now.state().equals("NEEDS_ATTENTION"));
            assertThat(seen.waitingReason())
                    .isEqualTo("'kafka' is the name of a server that up starts");
            assertThat(world.shard(TAKEN).reason()).isEqualTo(seen.waitingReason());
            world.cancel(waits.id());
            assertThat(world.awaitEnd(waits.id()).state()).isEqualTo("CANCELLED");
            assertThat(state(TAKEN)).isEqualTo(ShardState.RETIRED);
            assertThat(LocalShard.process(TAKEN)).contains(taken);
        }
    }

    @Test
    void aWorkerWithoutTheProgramLeavesTheShardToOneThatHasIt() throws Exception {
        String shard = world.freshTenant().name() + "-l";
        Map<String, String> without =
                Map.of(
                        "quarry.worker.local-provider.program",
                        "",
                        "quarry.worker.steps.longest-retry",
                        "300ms");
        Operation provisioning = start(shard, Engine.MEMCACHED);
        try (WorkerProcess _ = WorkerProcess.start("without", without)) {
            Operation seen =
                    Awaiting.until(
                            "a reason for " + shard,
                            World.PATIENCE,
                            () -> world.operation(provisioning.id()),
                            now -> now.waitingReason() != null);
            assertThat(seen.waitingReason()).contains("quarry.worker.local-provider.program");
        }
        try (WorkerProcess _ = WorkerProcess.start("starter", HASTY)) {
            world.assertSucceeded(world.awaitEnd(provisioning.id()));
            world.assertSucceeded(world.awaitEnd(world.retire(shard).id()));
            LocalShard.assertNothingLeft(shard);
        }
    }

    /** Where it starts a server, where it takes that back, and where it ends one. */
    @Test
    void noServerIsLeftOrLostWhereverTheWorkerIsKilled() throws Exception {
        String prefix = world.freshTenant().name();
        List<String> halts = new ArrayList<>();
        Map<String, Operation> kept = new LinkedHashMap<>();
        Map<String, Operation> calledOff = new LinkedHashMap<>();
        for (HaltPoint point : HaltPoint.values()) {
            String keep = prefix + "-k" + point.ordinal();
            kept.put(keep, start(keep, Engine.MEMCACHED));
            halts.add(Kill.at(PROVISION_SHARD, START, point, keep));
            String callOff = prefix + "-c" + point.ordinal();
            calledOff.put(callOff, start(callOff, Engine.MEMCACHED));
            halts.add(Kill.at(PROVISION_SHARD, START, HaltPoint.AFTER_EFFECT, callOff));
        }
        WorkerProcess.killed("starter", halts, HASTY);
        halts.clear();
        for (HaltPoint point : HaltPoint.values()) {
            String callOff = prefix + "-c" + point.ordinal();
            assertThat(LocalShard.process(callOff)).as(callOff).isPresent();
            assertThat(world.cancel(Objects.requireNonNull(calledOff.get(callOff)).id()).state())
                    .isEqualTo("CANCELLING");
            halts.add(Kill.at(PROVISION_SHARD, "undo-" + START, point, callOff));
        }
        WorkerProcess.killed("undoer", halts, HASTY);
        halts.clear();
        try (WorkerProcess _ = WorkerProcess.start("survivor", HASTY)) {
            for (Map.Entry<String, Operation> each : calledOff.entrySet()) {
                assertThat(world.awaitEnd(each.getValue().id()).state()).isEqualTo("CANCELLED");
                assertThat(state(each.getKey())).isEqualTo(ShardState.RETIRED);
                LocalShard.assertNothingLeft(each.getKey());
            }
            for (Map.Entry<String, Operation> each : kept.entrySet()) {
                world.assertSucceeded(world.awaitEnd(each.getValue().id()));
                assertThat(state(each.getKey())).isEqualTo(ShardState.ACTIVE);
                assertThat(LocalShard.process(each.getKey())).as(each.getKey()).isPresent();
            }
        }
        List<Operation> retirements = new ArrayList<>();
        for (HaltPoint point : HaltPoint.values()) {
            String keep = prefix + "-k" + point.ordinal();
            retirements.add(world.retire(keep));
            halts.add(Kill.at(RETIRE_SHARD, STOP, point, keep));
        }
        WorkerProcess.killed("stopper", halts, HASTY);
        try (WorkerProcess _ = WorkerProcess.start("survivor", HASTY)) {
            for (Operation retirement : retirements) {
                world.assertSucceeded(world.awaitEnd(retirement.id()));
            }
        }
        for (String keep : kept.keySet()) {
            assertThat(state(keep)).isEqualTo(ShardState.RETIRED);
            LocalShard.assertNothingLeft(keep);
        }
    }

    private ShardState state(String shard) {
        return world.shard(shard).shard().state();
    }
}
