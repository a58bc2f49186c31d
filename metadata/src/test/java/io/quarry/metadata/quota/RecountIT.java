package io.quarry.metadata.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledgers in the worker's hands, with the worker's rights. */
@QuarkusTest
@TestProfile(AsWorker.class)
class RecountIT {
    @Inject Recount recount;
    @Inject NamespaceLifecycle lifecycle;
    @Inject Tenancy tenancy;

    private TenantId tenant = TenantId.of("unseeded");
    private String shard = "unseeded";

    @BeforeEach
    void aTenantAndAShard() {
        tenant = Seed.tenant();
        shard = Seed.shard(10);
    }

    @Test
    void ledgersThatAreTrueAreLeftAlone() {
        namespace("one", NamespaceState.ACTIVE);
        namespace("two", NamespaceState.RETIRED);
        var before = BackDoor.trace(tenant);
        assertThat(differences()).isEmpty();
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        recounts();
    }

    @Test
    void whatDiffersIsToldAndMendedAndAudited() {
        namespace("one", NamespaceState.ACTIVE);
        namespace("two", NamespaceState.RETIRED);
        spoil("UPDATE quota SET reserved_namespaces = 9, reserved_disk_bytes = 8 WHERE tenant = ?");
        int _ = BackDoor.run("UPDATE shard SET reserved_objects = 0 WHERE id = ?", shard);
        List<Difference> found = differences();
        assertThat(found).extracting(Difference::ledger).containsExactly("shard", "quota");
        assertThat(found.getFirst().said()).containsEntry("objects", 0L);
        assertThat(found.getFirst().counted()).containsEntry("objects", 2L);
        assertThat(found.getLast().said())
                .containsAllEntriesOf(Map.of("namespaces", 9L, "disk_bytes", 8L));
        assertThat(found.getLast().counted())
                .containsAllEntriesOf(Map.of("namespaces", 2L, "disk_bytes", 0L, "objects", 2L));
        recounts();
        assertThat(BackDoor.ledger(shard, false)).isEqualTo(BackDoor.ledger(shard, true));
        assertThat(BackDoor.audited(tenant)).containsExactly("quota.recounted");
        assertThat(
                        BackDoor.strings(
                                "SELECT before ->> 'objects' || ' ' || (after ->> 'objects') FROM"
                                        + " audit WHERE tenant IS NULL AND action ="
                                        + " 'shard.recounted' AND target = ?",
                                shard))
                .containsExactly("0 2");
        assertThat(differences()).isEmpty();
    }

    @Test
    void moreThanTheLimitIsToldAndNotWrittenDown() {
        namespace("one", NamespaceState.ACTIVE);
        int _ =
                BackDoor.requests(
                        tenant.name(),
                        handle ->
                                handle.execute(
                                        "UPDATE quota SET reserved_objects = 0, limit_objects = 0"
                                                + " WHERE tenant = ?",
                                        tenant.name()));
        TenantId other = Seed.tenant();
        Uid _ = Seed.namespace(new NamespaceId(other, "orders"), shard, NamespaceState.ACTIVE);
        int _ =
                BackDoor.run(
                        "UPDATE quota SET reserved_objects = 5 WHERE tenant = ?", other.name());
        assertThat(differences()).extracting(Difference::of).containsExactly(tenant.name());
        assertThat(differences()).extracting(Difference::of).containsExactly(tenant.name());
        assertThat(BackDoor.audited(tenant)).isEmpty();
        // and is in nobody else's way
        assertThat(BackDoor.quota(other, false)).isEqualTo(BackDoor.quota(other, true));
    }

    @Test
    void aPurgeGivesBackEverythingOnce() {
        Uid one = namespace("one", NamespaceState.RETIRED);
        namespace("two", NamespaceState.ACTIVE);
        int _ =
                BackDoor.run(
                        "UPDATE placement SET monthly_cost = 37, disk_bytes = 5 WHERE"
                                + " namespace_uid = ?",
                        one.value());
        spoil(
                "UPDATE quota SET reserved_monthly_cost = 40, reserved_disk_bytes = 5 WHERE tenant = ?");
        int _ = BackDoor.run("UPDATE shard SET reserved_disk_bytes = 5 WHERE id = ?", shard);
        carryOut(() -> lifecycle.purge(one));
        carryOut(() -> lifecycle.purge(one));
        assertThat(BackDoor.quota(tenant, false)).containsExactly(1L, 0L, 0L, 0L, 0L, 0L, 1L, 3L);
    }

    @Test
    void whatANamespaceNoLongerNeedsIsGivenBackWhenItIsActive() {
        Uid one = namespace("one", NamespaceState.CHANGING);
        Capacity needed = Planner.estimate(NamespaceSpec.keyValue(), 1).demand();
        int _ =
                BackDoor.run(
                        "UPDATE placement SET reads_per_second = 50, monthly_cost = 100000 WHERE"
                                + " namespace_uid = ?",
                        one.value());
        spoil(
                "UPDATE quota SET reserved_reads_per_second = 50, reserved_monthly_cost = 100000"
                        + " WHERE tenant = ?");
        int _ = BackDoor.run("UPDATE shard SET reserved_reads_per_second = 50 WHERE id = ?", shard);
        carryOut(() -> lifecycle.active(one));
        carryOut(() -> lifecycle.active(one));
        assertThat(BackDoor.ledger(shard, false).readsPerSecond())
                .isEqualTo(needed.readsPerSecond());
        assertThat(BackDoor.quota(tenant, false)).contains(needed.readsPerSecond());
        assertThat(BackDoor.quota(tenant, false).getLast()).isPositive().isLessThan(100_000);
        recounts();
    }

    private Uid namespace(String name, NamespaceState state) {
        return Seed.namespace(new NamespaceId(tenant, name), shard, state);
    }

    private void spoil(String sql) {
        assertThat(BackDoor.run(sql, tenant.name())).isOne();
    }

    private void carryOut(Runnable work) {
        boolean _ =
                tenancy.system(
                        () -> {
                            work.run();
                            return true;
                        });
    }

    /** Of what is this test's: others leave ledgers behind that they spoilt as well. */
    private List<Difference> differences() {
        List<String> own = List.of(tenant.name(), shard);
        return recount.run().stream().filter(each -> own.contains(each.of())).toList();
    }

    private void recounts() {
        assertThat(BackDoor.quota(tenant, false)).isEqualTo(BackDoor.quota(tenant, true));
    }
}
