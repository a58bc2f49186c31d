package io.quarry.metadata.shard;

import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.Answers;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Intervention;
import io.quarry.metadata.operation.Interventions;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationFilter;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Target;
import io.quarry.metadata.placement.OnShard;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shards as operators change them, with the rights of platform-api. */
@QuarkusTest
class FleetIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Capacity ROOM = new Capacity(64_000, 1L << 36, 1L << 40, 10_000, 9_000, 7);

    @Inject Fleet fleet;
    @Inject ShardContents contents;
    @Inject Operations operations;
    @Inject Interventions interventions;
    @Inject Namespaces namespaces;

    private final String id = Seed.name("s");

    private NewShard wanted() {
        return new NewShard(
                id,
                Engine.CASSANDRA,
                null,
                List.of("10.0.0.1:9042"),
                Map.of("it", id),
                ROOM,
                "the-reference",
                Map.of("datacenter", "dc1"));
    }

    private FleetShard known() {
        return fleet.find(id).orElseThrow();
    }

    private void ended(String state) {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = 'SUCCEEDED', ended_at = now(), state_facts ="
                                + " '{\"at\": \"2026-11-27T08:00:00Z\"}' WHERE shard = ? AND"
                                + " ended_at IS NULL",
                        id);
        int _ = BackDoor.run("UPDATE shard SET state = ? WHERE id = ?", state, id);
    }

    /** No worker of another test looks for servers that are not there. */
    @AfterEach
    void nothingIsLeftToDo() {
        ended("RETIRED");
    }

    private void registered(String state) {
        fleet.register(wanted(), Callers.ada());
        ended(state);
    }

    private List<String> audited() {
        return BackDoor.strings(
                "SELECT action FROM audit WHERE tenant IS NULL AND target = ? ORDER BY id", id);
    }

    private static JsonNode patch(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    @Test
    void aShardIsRegisteredAndItsOperationIsNoTenants() {
        TenantId tenant = Seed.tenant();
        assertThat(fleet.planRegister(wanted()).steps()).hasSize(2);
        assertThat(fleet.find(id)).isEmpty();
        Operation operation = fleet.register(wanted(), Callers.ada());
        assertThat(operation.type()).isEqualTo(OperationType.PROVISION_SHARD);
        assertThat(operation.target()).isEqualTo(Target.shard(id));
        assertThat(operation.state()).isEqualTo("PENDING");
        assertThat(operation.cancellable()).isTrue();
        assertThat(operations.find(operation.id())).contains(operation);
        assertThat(listed(new Visible.All(), null)).contains(operation);
        assertThat(listed(new Visible.All(), tenant)).doesNotContain(operation);
        assertThat(listed(new Visible.Only(Set.of(tenant)), null)).isEmpty();

        FleetShard shard = known();
        assertThat(shard.shard().state()).isEqualTo(ShardState.PROVISIONING);
        assertThat(shard.shard().capacity()).isEqualTo(ROOM);
        assertThat(shard.shard().reserved()).isEqualTo(Capacity.NONE);
        assertThat(shard.revision()).isOne();
        assertThat(shard.operation()).isEqualTo(operation.id());
        assertThat(audited()).containsExactly("shard.register");
        assertThat(
                        BackDoor.string(
                                "SELECT after::text FROM audit WHERE target = ? AND operation_id ="
                                        + " ?::uuid",
                                id,
                                operation.id().toString()))
                .contains("10.0.0.1:9042")
                .doesNotContain("the-reference");
        assertThat(
                        BackDoor.string(
                                "SELECT data ->> 'target' FROM event WHERE subject = ?",
                                "operations/" + operation.id()))
                .isEqualTo("{\"kind\": \"shard\", \"name\": \"%s\"}".formatted(id));
    }

    private List<Operation> listed(Visible visible, @Nullable TenantId tenant) {
        return operations
                .list(
                        new OperationFilter(
                                visible, tenant, null, OperationType.PROVISION_SHARD, "PENDING"),
                        new PageRequest(500, null))
                .items();
    }

    @Test
    void whereNoProviderStartsServersNoneIsAskedFor() {
        NewShard local = new NewShard(id, Engine.S3, Provider.LOCAL, null, null, ROOM, null, null);
        for (ProblemException refusal :
                List.of(
                        refusal(() -> fleet.planRegister(local)),
                        refusal(() -> fleet.register(local, Callers.ada())))) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
            assertThat(refusal.violations())
                    .extracting(Violation::field)
                    .containsExactly("provider");
        }
        assertThat(fleet.find(id)).isEmpty();
    }

    @Test
    void aKeyIsAnsweredOnceAndANameIsTakenOnce() {
        IdempotencyKey key = new IdempotencyKey("key-1", "POST /shards " + id, "hash");
        Operation operation = fleet.register(wanted(), Callers.ada(key));
        assertThat(fleet.register(wanted(), Callers.ada(key))).isEqualTo(operation);
        for (ProblemException refusal :
                List.of(
                        refusal(() -> fleet.planRegister(wanted())),
                        refusal(() -> fleet.register(wanted(), Callers.ada())))) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.NAME_TAKEN);
        }
        ended("RETIRED");
        assertThat(fleet.register(wanted(), Callers.ada()).id()).isNotEqualTo(operation.id());
        assertThat(known().shard().state()).isEqualTo(ShardState.PROVISIONING);
        assertThat(known().revision()).isEqualTo(2);
    }

    @Test
    void aShardIsChangedByWhoHasSeenIt() {
        registered("ACTIVE");
        JsonNode more = patch("{\"labels\": {\"zone\": \"a\"}, \"capacity\": {\"objects\": 9}}");
        assertThat(fleet.planChange(id, more, null)).isTrue();
        assertThat(refusal(() -> fleet.change(id, more, Callers.ada())).code())
                .isEqualTo(ProblemCode.PRECONDITION_REQUIRED);
        assertThat(refusal(() -> fleet.change(id, more, Callers.ada(7))).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        FleetShard changed = fleet.change(id, more, Callers.ada(1));
        assertThat(changed.revision()).isEqualTo(2);
        assertThat(changed.shard().labels()).isEqualTo(Map.of("it", id, "zone", "a"));
        assertThat(changed.shard().capacity().objects()).isEqualTo(9);
        assertThat(changed.shard().capacity().millicores()).isEqualTo(ROOM.millicores());
        assertThat(fleet.change(id, more, Callers.ada())).isEqualTo(changed);
        assertThat(fleet.planChange(id, more, null)).isFalse();
        assertThat(audited()).containsExactly("shard.register", "shard.change");
    }

    @Test
    void whatIsReservedStaysThere() {
        registered("ACTIVE");
        int _ = BackDoor.run("UPDATE shard SET reserved_objects = 4 WHERE id = ?", id);
        JsonNode less = patch("{\"capacity\": {\"objects\": 3, \"millicores\": 5}}");
        ProblemException refusal = refusal(() -> fleet.change(id, less, Callers.ada(1)));
        assertThat(refusal.code()).isEqualTo(ProblemCode.CAPACITY_RESERVED);
        assertThat(refusal.violations())
                .extracting(Violation::field)
                .containsExactly("capacity.objects");
        assertThat(refusal.facts()).containsEntry("used", 4L).containsEntry("requested", 3L);
        assertThat(
                        fleet.change(id, patch("{\"capacity\": {\"objects\": 4}}"), Callers.ada(1))
                                .shard()
                                .free()
                                .objects())
                .isZero();
    }

    @Test
    void aCordonedShardTakesNothingNew() {
        registered("ACTIVE");
        NamespaceId orders = new NamespaceId(Seed.tenant(), "orders");
        assertThat(fleet.planBecome(id, ShardState.CORDONED, null)).isTrue();
        assertThat(fleet.cordon(id, Callers.ada()).shard().state()).isEqualTo(ShardState.CORDONED);
        assertThat(fleet.cordon(id, Callers.ada()).revision()).isEqualTo(2);
        assertThat(refusal(() -> namespaces.put(orders, Seed.spec(id), Callers.ada(), true)).code())
                .isEqualTo(ProblemCode.NO_CAPACITY);
        assertThat(fleet.uncordon(id, Callers.ada()).shard().state()).isEqualTo(ShardState.ACTIVE);
        assertThat(namespaces.put(orders, Seed.spec(id), Callers.ada(), true))
                .isInstanceOf(Accepted.Created.class);
        assertThat(audited()).containsExactly("shard.register", "shard.cordon", "shard.uncordon");
    }

    @Test
    void whatIsPlacedThereIsNamedAndPagedAndKeepsItFromGoing() {
        registered("ACTIVE");
        TenantId tenant = Seed.tenant();
        for (int n = 0; n < 12; n++) {
            Uid _ =
                    Seed.namespace(
                            new NamespaceId(tenant, "n-" + n), seeded(), NamespaceState.ACTIVE);
        }
        List<OnShard> all = Answers.walk(5, page -> contents.list(id, page), () -> {});
        assertThat(all).hasSize(12).allSatisfy(each -> assertThat(each.tenant()).isEqualTo(tenant));
        assertThat(all).extracting(each -> each.uid().value()).isSorted();
        assertThat(all).extracting(each -> each.reserved().objects()).containsOnly(1L);
        for (ProblemException refusal :
                List.of(
                        refusal(() -> fleet.plan(OperationType.RETIRE_SHARD, id, null)),
                        refusal(() -> fleet.retire(id, Callers.ada())))) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.SHARD_NOT_EMPTY);
            assertThat(refusal.facts()).containsEntry("used", 12L);
            assertThat(refusal.detail()).contains(tenant + "/n-", "and 2 more");
        }
        Operation drain = fleet.drain(id, Callers.ada());
        assertThat(drain.type()).isEqualTo(OperationType.DRAIN_SHARD);
        assertThat(known().shard().state()).isEqualTo(ShardState.DRAINING);
        for (ProblemException refusal :
                List.of(
                        refusal(() -> fleet.retire(id, Callers.ada())),
                        refusal(() -> fleet.uncordon(id, Callers.ada())),
                        refusal(() -> fleet.drain(id, Callers.ada())))) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.OPERATION_IN_PROGRESS);
            assertThat(refusal.operationId()).isEqualTo(drain.id());
        }
    }

    /** With the room that twelve of the seeded namespaces want. */
    private String seeded() {
        int _ = BackDoor.run("UPDATE shard SET capacity_objects = 100 WHERE id = ?", id);
        return id;
    }

    @Test
    void anOperationOnAShardIsCancelledOnThePlatform() {
        registered("CORDONED");
        Operation drain = fleet.drain(id, Callers.ada());
        assertThat(interventions.plan(Intervention.CANCEL, drain).summary()).contains(id);
        Operation cancelled = interventions.carryOut(Intervention.CANCEL, drain, Callers.ada());
        assertThat(cancelled.state()).isEqualTo("CANCELLING");
        assertThat(audited()).containsExactly("shard.register", "shard.drain", "operation.cancel");
    }

    @Test
    void aStateThatDoesNotAllowItSaysSo() {
        registered("RETIRED");
        for (ProblemException refusal :
                List.of(
                        refusal(() -> fleet.cordon(id, Callers.ada())),
                        refusal(() -> fleet.drain(id, Callers.ada())),
                        refusal(() -> fleet.retire(id, Callers.ada())),
                        refusal(
                                () ->
                                        fleet.change(
                                                id,
                                                patch("{\"capacity\": {\"objects\": 8}}"),
                                                Callers.ada(1))))) {
            assertThat(refusal.code()).isEqualTo(ProblemCode.SHARD_STATE);
        }
        assertThat(refusal(() -> fleet.drain(Seed.name("s"), Callers.ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void theyAreListedByTheirFilter() {
        registered("ACTIVE");
        FleetFilter.Label mine = new FleetFilter.Label("it", id);
        PageRequest page = PageRequest.first();
        assertThat(fleet.list(new FleetFilter(null, null, mine), page).items())
                .containsExactly(known());
        assertThat(fleet.list(new FleetFilter(Engine.S3, null, mine), page).items()).isEmpty();
        ended("RETIRED");
        assertThat(fleet.list(new FleetFilter(null, null, mine), page).items()).isEmpty();
        assertThat(
                        fleet.list(
                                        new FleetFilter(Engine.CASSANDRA, ShardState.RETIRED, mine),
                                        page)
                                .items())
                .containsExactly(known());
        FleetFilter all = new FleetFilter(null, null, null);
        assertThat(Answers.walk(500, each -> fleet.list(all, each), () -> {}))
                .extracting(each -> each.shard().id())
                .isSorted()
                .doesNotContain(id);
    }

    @Test
    void noTenantsTransactionTouchesAShardOrItsOperation() {
        registered("ACTIVE");
        String tenant = Seed.tenant().name();
        for (String statement :
                List.of(
                        "UPDATE shard SET state = 'RETIRED' WHERE id = ?",
                        "UPDATE shard SET endpoints = '[]' WHERE id = ?",
                        "INSERT INTO shard (engine, state, endpoints, credential_ref,"
                                + " capacity_objects, id) VALUES ('S3', 'ACTIVE', '[]', 'x', 1,"
                                + " ? || 'x')",
                        "INSERT INTO operation (id, type, requested_by, plan, steps, shard) VALUES"
                                + " (gen_random_uuid(), 'DRAIN_SHARD', 'user:x', '{}', '[]', ?)")) {
            assertThatThrownBy(
                            () ->
                                    BackDoor.requests(
                                            tenant, handle -> handle.execute(statement, id)))
                    .as(statement)
                    .hasMessageMatching("(?s).*(row-level security|a tenant moves what is).*");
        }
        assertThat(
                        BackDoor.<Integer>requests(
                                tenant,
                                handle ->
                                        handle.execute(
                                                "UPDATE operation SET due_at = now() WHERE shard = ?",
                                                id)))
                .isZero();
    }

    @Test
    void anOperationHasOneTarget() {
        TenantId tenant = Seed.tenant();
        NamespaceId orders = new NamespaceId(tenant, "orders");
        Uid uid = Seed.namespace(orders, Seed.shard(3), NamespaceState.ACTIVE);
        registered("ACTIVE");
        UUID operation = Seed.operation(orders, uid, OperationType.CHANGE_NAMESPACE);
        for (String change :
                List.of(
                        "UPDATE operation SET shard = ? WHERE id = ?",
                        "UPDATE operation SET shard = ?, tenant = NULL, namespace_uid = NULL,"
                                + " namespace_name = NULL, namespace_revision = NULL WHERE id = ?")) {
            assertThatThrownBy(() -> BackDoor.run(change, id, operation))
                    .hasMessageContaining("operation_");
        }
    }
}
