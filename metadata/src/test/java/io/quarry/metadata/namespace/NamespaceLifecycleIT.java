package io.quarry.metadata.namespace;

import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the worker makes of a namespace, with the worker's rights. */
@QuarkusTest
@TestProfile(AsWorker.class)
class NamespaceLifecycleIT {
    @Inject NamespaceLifecycle lifecycle;
    @Inject Namespaces namespaces;
    @Inject Operations operations;
    @Inject Placements placements;
    @Inject Grants grants;
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String shard = "";

    @BeforeEach
    void aTenantAndRoomForOne() {
        id = new NamespaceId(Seed.tenant(), "orders");
        shard = Seed.shard(1);
    }

    private Uid seed(NamespaceState state, @Nullable Long retention) {
        Uid uid = Seed.namespace(id, shard, state);
        if (retention != null) {
            int _ =
                    BackDoor.run(
                            "UPDATE namespace SET retention_seconds = ? WHERE uid = ?",
                            retention,
                            uid.value());
        }
        return uid;
    }

    private void carryOut(Runnable work) {
        boolean _ =
                tenancy.system(
                        () -> {
                            work.run();
                            return true;
                        });
    }

    /** Carried out twice, it leaves what it left when it was carried out once. */
    private void carryOutTwice(Runnable work) {
        carryOut(work);
        var once = BackDoor.trace(id.tenant());
        int reserved = BackDoor.reserved(shard);
        carryOut(work);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(once);
        assertThat(BackDoor.reserved(shard)).isEqualTo(reserved);
    }

    private Status status(Uid uid) {
        return tenancy.system(() -> namespaces.byUid(uid).status());
    }

    @Test
    void aStateAndItsReasonAreSetOnce() {
        Uid uid = seed(NamespaceState.PENDING, null);
        carryOutTwice(() -> lifecycle.state(uid, NamespaceState.PROVISIONING, "waits for DDL"));
        assertThat(status(uid).state()).isEqualTo(NamespaceState.PROVISIONING);
        assertThat(status(uid).reason()).isEqualTo("waits for DDL");
        carryOutTwice(() -> lifecycle.active(uid));
        assertThat(status(uid).state()).isEqualTo(NamespaceState.ACTIVE);
        assertThat(status(uid).reason()).isNull();
    }

    @Test
    void aRetentionOpensOnePurgeThatIsDueWhenItIsOver() {
        Uid uid = seed(NamespaceState.RETIRING, 3_600L);
        carryOutTwice(() -> lifecycle.retired(uid));
        assertThat(status(uid).state()).isEqualTo(NamespaceState.RETIRED);
        assertThat(purges(uid)).containsExactly("PENDING 3600");
        assertThat(BackDoor.audited(id.tenant())).containsExactly("namespace.retired");
        assertThat(audited("before ->> 'abstraction' || ' ' || coalesce(after::text, 'nothing')"))
                .containsExactly("key-value nothing");
        // it waits for its time, so nothing is under way
        assertThat(tenancy.system(() -> operations.underWay(List.of(uid.value())))).isEmpty();
        // and it keeps what it is to give back
        assertThat(status(uid).placements()).hasSize(1);
        assertThat(BackDoor.reserved(shard)).isOne();
    }

    @Test
    void withoutRetentionNoPurgeIsOpened() {
        Uid uid = seed(NamespaceState.RETIRING, 0L);
        carryOutTwice(() -> lifecycle.retired(uid));
        assertThat(status(uid).state()).isEqualTo(NamespaceState.RETIRED);
        assertThat(purges(uid)).isEmpty();
        assertThat(BackDoor.audited(id.tenant())).containsExactly("namespace.retired");
    }

    @Test
    void whatIsWrittenOfItNamesTheOperationThatCarriesItOut() {
        Uid uid = seed(NamespaceState.RETIRING, 3_600L);
        UUID retire = Seed.operation(id, uid, OperationType.RETIRE_NAMESPACE);
        claimed(retire);
        carryOutTwice(() -> lifecycle.retired(uid));
        Seed.ended(uid, NamespaceState.RETIRED);
        UUID purge = Seed.operation(id, uid, OperationType.PURGE_NAMESPACE);
        claimed(purge);
        carryOutTwice(() -> lifecycle.purge(uid));
        assertThat(audited("action || ' ' || operation_id"))
                .containsExactly("namespace.retired " + retire, "namespace.purged " + purge);
    }

    private static void claimed(UUID operation) {
        int _ = BackDoor.run("UPDATE operation SET fence = 1 WHERE id = ?", operation);
    }

    private List<String> audited(String columns) {
        return BackDoor.strings(
                "SELECT " + columns + " FROM audit WHERE tenant = ? ORDER BY id",
                id.tenant().name());
    }

    private static List<String> purges(Uid uid) {
        return BackDoor.strings(
                "SELECT state || ' ' || extract(epoch FROM due_at - created_at)::bigint FROM operation"
                        + " WHERE namespace_uid = ? AND type = 'PURGE_NAMESPACE'",
                uid.value());
    }

    @Test
    void aPurgeGivesBackTheRoomAndTakesTheGrantsOnce() {
        Uid uid = seed(NamespaceState.RETIRED, null);
        grant(uid);
        carryOutTwice(() -> lifecycle.purge(uid));
        assertThat(status(uid).state()).isEqualTo(NamespaceState.PURGED);
        assertThat(status(uid).placements()).isEmpty();
        assertThat(BackDoor.reserved(shard)).isZero();
        assertThat(
                        BackDoor.strings(
                                "SELECT id FROM access_grant WHERE namespace_uid = ?", uid.value()))
                .isEmpty();
        assertThat(BackDoor.audited(id.tenant())).containsExactly("namespace.purged");
        // a late repetition of what came before does not wake it
        carryOutTwice(() -> lifecycle.retired(uid));
        assertThat(status(uid).state()).isEqualTo(NamespaceState.PURGED);
    }

    @Test
    void theRoomIsThereAgainAfterThePurgeAndNotBefore() {
        Uid uid = seed(NamespaceState.RETIRING, 3_600L);
        NamespaceSpec wish = Seed.spec(shard);
        for (Runnable step : List.<Runnable>of(() -> {}, () -> lifecycle.retired(uid))) {
            carryOut(step);
            assertThat(
                            refusal(
                                            () ->
                                                    tenancy.system(
                                                            () ->
                                                                    placements.reserve(
                                                                            id.tenant(), wish)))
                                    .code())
                    .isEqualTo(ProblemCode.NO_CAPACITY);
        }
        carryOut(() -> lifecycle.purge(uid));
        assertThat(tenancy.system(() -> placements.reserve(id.tenant(), wish)).shard().id())
                .isEqualTo(shard);
        assertThat(BackDoor.reserved(shard)).isOne();
    }

    @Test
    void theRoomComesBackInEveryDimension() {
        Uid uid = seed(NamespaceState.RETIRED, 0L);
        String vector =
                " SET %1$smillicores = 7, %1$smemory_bytes = 6, %1$sdisk_bytes = 5,"
                        + " %1$sreads_per_second = 4, %1$swrites_per_second = 3 WHERE %2$s = ?";
        int _ =
                BackDoor.requests(
                        id.tenant().name(),
                        handle ->
                                handle.execute(
                                        "UPDATE placement" + vector.formatted("", "shard"), shard));
        int _ = BackDoor.run("UPDATE shard" + vector.formatted("reserved_", "id"), shard);
        int _ =
                BackDoor.run(
                        "UPDATE quota" + vector.formatted("reserved_", "tenant"),
                        id.tenant().name());
        carryOut(() -> lifecycle.purge(uid));
        assertThat(BackDoor.ledger(shard, false)).isEqualTo(Capacity.NONE);
        assertThat(BackDoor.ledger(shard, true)).isEqualTo(Capacity.NONE);
        assertThat(BackDoor.quota(id.tenant(), false)).containsOnly(0L);
    }

    @Test
    void whoComesNextUnderTheNameInheritsNothing() {
        String roomy = Seed.shard(2);
        Uid before = Seed.namespace(id, roomy, NamespaceState.RETIRING);
        grant(before);
        carryOut(() -> routes.refresh(before, NamespaceState.ACTIVE));
        carryOut(
                () -> {
                    routes.refresh(before, NamespaceState.RETIRED);
                    lifecycle.retired(before);
                });
        Uid after = Seed.namespace(id, roomy, NamespaceState.ACTIVE);
        assertThat(tenancy.system(() -> grants.onNamespace(after))).isEmpty();
        assertThat(grants.of("user:bob"))
                .extracting(grant -> grant.scope().wire())
                .doesNotContain(
                        Map.of(
                                "kind",
                                "namespace",
                                "tenant",
                                id.tenant().name(),
                                "namespace",
                                id.name()));
        carryOut(() -> routes.refresh(after, NamespaceState.ACTIVE));
        assertThat(
                        BackDoor.strings(
                                "SELECT body #>> '{route,grants}' FROM route WHERE key = ?",
                                after.value()))
                .containsExactly("{}");
        assertThat(tenancy.system(() -> namespaces.find(id)).orElseThrow().uid()).isEqualTo(after);
    }

    @Test
    void ofAUidThatNeverWasItIsRefused() {
        Uid nobody = Uid.of("a2345678901234567890");
        for (Runnable work :
                Set.<Runnable>of(
                        () -> lifecycle.active(nobody),
                        () -> lifecycle.retired(nobody),
                        () -> lifecycle.purge(nobody))) {
            assertThat(refusal(() -> carryOut(work)).code()).isEqualTo(ProblemCode.NOT_FOUND);
        }
    }

    private void grant(Uid uid) {
        int _ =
                BackDoor.requests(
                        id.tenant().name(),
                        handle ->
                                handle.execute(
                                        "INSERT INTO access_grant (principal, tenant, namespace_uid,"
                                                + " role) VALUES ('user:bob', ?, ?, ?)",
                                        id.tenant().name(),
                                        uid.value(),
                                        Role.DATA_READER.name()));
    }
}
