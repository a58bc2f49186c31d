package io.quarry.metadata.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.StepView;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a worker makes of a shard, with the worker's rights; each act is carried out twice. */
@QuarkusTest
@TestProfile(AsWorker.class)
class ShardLifecycleIT {
    @Inject Fleet fleet;
    @Inject ShardLifecycle lifecycle;
    @Inject Tenancy tenancy;

    private final String id = Seed.name("s");

    private Operation registered() {
        return fleet.register(
                new NewShard(
                        id,
                        Engine.CASSANDRA,
                        null,
                        List.of("10.0.0.1:9042"),
                        Map.of("it", id),
                        new Capacity(9, 9, 9, 9, 9, 9),
                        null,
                        null),
                Callers.ada());
    }

    private void twice(Runnable act) {
        for (int n = 0; n < 2; n++) {
            boolean _ =
                    tenancy.system(
                            () -> {
                                act.run();
                                return true;
                            });
        }
    }

    private void ended() {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = 'SUCCEEDED', ended_at = now(), state_facts ="
                                + " '{\"at\": \"2026-11-27T08:00:00Z\"}' WHERE shard = ? AND"
                                + " ended_at IS NULL",
                        id);
    }

    /** No worker of another test looks for servers that are not there. */
    @AfterEach
    void nothingIsLeftToDo() {
        ended();
        int _ = BackDoor.run("UPDATE shard SET state = 'RETIRED' WHERE id = ?", id);
    }

    private FleetShard known() {
        return fleet.find(id).orElseThrow();
    }

    private List<String> audited() {
        return BackDoor.strings("SELECT action FROM audit WHERE target = ? ORDER BY id", id);
    }

    @Test
    void aShardThatAnsweredIsActiveAndOneThatIsCancelledRetired() {
        Operation operation = registered();
        int _ = BackDoor.run("UPDATE shard SET reason = 'no answer' WHERE id = ?", id);
        twice(() -> lifecycle.active(id, operation));
        assertThat(known().shard().state()).isEqualTo(ShardState.ACTIVE);
        assertThat(known().reason()).isNull();
        twice(() -> lifecycle.retired(id, operation));
        assertThat(known().shard().state()).isEqualTo(ShardState.RETIRED);
        assertThat(audited()).containsExactly("shard.register", "shard.active", "shard.retired");
    }

    /** The profile of a worker has the local provider. */
    @Test
    void aServerThatWasStartedIsWrittenDownOnce() {
        Operation operation =
                fleet.register(
                        new NewShard(
                                id,
                                Engine.CASSANDRA,
                                Provider.LOCAL,
                                null,
                                Map.of("it", id),
                                new Capacity(9, 9, 9, 9, 9, 9),
                                null,
                                null),
                        Callers.ada());
        assertThat(operation.steps())
                .extracting(StepView::name)
                .containsExactly("start-server", "probe", "activate");
        assertThat(known().shard().endpoints()).isEmpty();
        ShardAddress address =
                new ShardAddress(
                        List.of("127.0.0.1:12000"),
                        "the-reference",
                        Map.of("datacenter", "datacenter1"));
        twice(() -> lifecycle.started(id, address, operation));
        Shard shard = known().shard();
        assertThat(shard.endpoints()).containsExactly("127.0.0.1:12000");
        assertThat(shard.credentialRef()).isEqualTo("the-reference");
        assertThat(shard.settings())
                .isEqualTo(Map.of("datacenter", "datacenter1", "provider", "local"));
        assertThat(shard.state()).isEqualTo(ShardState.PROVISIONING);
        assertThat(known().revision()).isEqualTo(2);
        assertThat(audited()).containsExactly("shard.register", "shard.started");
        assertThat(
                        BackDoor.string(
                                "SELECT after::text FROM audit WHERE target = ? AND action ="
                                        + " 'shard.started'",
                                id))
                .contains("127.0.0.1:12000")
                .doesNotContain("the-reference");

        twice(() -> lifecycle.active(id, operation));
        ended();
        Operation retirement = fleet.retire(id, Callers.ada());
        assertThat(retirement.steps())
                .extracting(StepView::name)
                .containsExactly("await-empty", "stop-server", "retire");
        assertThat(retirement.cancellable()).isTrue();
    }

    @Test
    void aDrainSaysWhatIsLeftAndItsCancellingBringsTheStateBack() {
        registered();
        ended();
        int _ = BackDoor.run("UPDATE shard SET state = 'CORDONED' WHERE id = ?", id);
        NamespaceId orders = new NamespaceId(Seed.tenant(), "orders");
        Uid uid = Seed.namespace(orders, id, NamespaceState.ACTIVE);
        fleet.drain(id, Callers.ada());
        Optional<ShardContents.Remaining> left = tenancy.system(() -> lifecycle.remaining(id));
        assertThat(left).map(ShardContents.Remaining::count).contains(1L);
        assertThat(known().reason()).isEqualTo("holds " + orders);
        twice(() -> lifecycle.restored(id));
        assertThat(known().shard().state()).isEqualTo(ShardState.CORDONED);
        assertThat(known().reason()).isNull();

        ended();
        int _ = BackDoor.run("DELETE FROM placement WHERE namespace_uid = ?", uid.value());
        int _ = BackDoor.run("UPDATE shard SET reserved_objects = 0 WHERE id = ?", id);
        fleet.drain(id, Callers.ada());
        assertThat(tenancy.system(() -> lifecycle.remaining(id))).isEmpty();
        twice(() -> lifecycle.drained(id));
        assertThat(known().shard().state()).isEqualTo(ShardState.DRAINING);
        assertThat(known().reason()).startsWith("drained");
    }
}
