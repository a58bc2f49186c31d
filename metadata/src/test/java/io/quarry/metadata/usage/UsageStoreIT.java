package io.quarry.metadata.usage;

import static io.quarry.metadata.usage.Cells.HOUR;
import static io.quarry.metadata.usage.Cells.cell;
import static io.quarry.metadata.usage.Cells.used;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Batches as they come from the topic, with the worker's rights. */
@QuarkusTest
@TestProfile(AsWorker.class)
class UsageStoreIT {
    @Inject Usage usage;

    private final UUID run = UUID.randomUUID();
    private TenantId tenant = TenantId.of("unseeded");
    private Uid uid = Uid.of("a2345678901234567890");

    @BeforeEach
    void aNamespace() {
        tenant = Seed.tenant();
        uid = namespace(tenant);
    }

    @Test
    void aBatchThatComesTwiceCountsOnce() {
        store(batch(run, cell(uid, HOUR, 3)));
        store(batch(run, cell(uid, HOUR, 3)));
        UsageBatch twice = batch(run, cell(uid, HOUR, 3));
        assertThat(usage.store(List.of(twice, twice))).isZero();
        assertThat(listed()).containsExactly(used("orders", uid, HOUR, 3));
    }

    @Test
    void whatComesLateTakesNothingBack() {
        store(batch(run, cell(uid, HOUR, 5)));
        store(batch(run, cell(uid, HOUR, 2)));
        assertThat(listed()).containsExactly(used("orders", uid, HOUR, 5));
        assertThat(
                        usage.store(
                                List.of(
                                        batch(run, cell(uid, HOUR, 9)),
                                        batch(run, cell(uid, HOUR, 7)))))
                .isZero();
        assertThat(listed()).containsExactly(used("orders", uid, HOUR, 9));
    }

    /** Columns rise one by one: a snapshot may have caught a request half counted. */
    @Test
    void eachCountIsTheHighestThatWasSaid() {
        store(batch(run, new UsageCell(uid, HOUR, 2, 1, 10, 0, 0, 0, 3)));
        store(batch(run, new UsageCell(uid, HOUR, 1, 2, 9, 7, 1, 1, 4)));
        NamespaceUsage all = listed().getFirst();
        assertThat(all.reads()).isEqualTo(2);
        assertThat(all.writes()).isEqualTo(2);
        assertThat(all.bytesIn()).isEqualTo(10);
        assertThat(all.bytesOut()).isEqualTo(7);
        assertThat(all.throttled()).isOne();
        assertThat(all.errors()).isOne();
        assertThat(all.cost()).isEqualTo(4);
    }

    @Test
    void runsAreAddedUp() {
        UUID other = UUID.randomUUID();
        store(batch(run, cell(uid, HOUR, 5)), batch(other, cell(uid, HOUR, 4)));
        store(batch(other, cell(uid, HOUR, 6)));
        assertThat(listed()).containsExactly(used("orders", uid, HOUR, 11));
    }

    @Test
    void theOrderAndNumberOfArrivalsMeansNothing() {
        Random random = new Random(11);
        List<UsageBatch> sent = new ArrayList<>();
        for (UUID each : List.of(run, UUID.randomUUID(), UUID.randomUUID())) {
            for (int count = 1; count <= 20; count++) {
                sent.add(
                        batch(
                                each,
                                cell(uid, HOUR, count),
                                cell(uid, HOUR.plusSeconds(3600), count)));
            }
        }
        List<UsageBatch> arrived = new ArrayList<>(sent);
        arrived.addAll(sent);
        Collections.shuffle(arrived, random);
        for (int from = 0; from < arrived.size(); from += 7) {
            assertThat(usage.store(arrived.subList(from, Math.min(from + 7, arrived.size()))))
                    .isZero();
        }
        assertThat(listed())
                .containsExactly(
                        used("orders", uid, HOUR, 60),
                        used("orders", uid, HOUR.plusSeconds(3600), 60));
    }

    @Test
    void aNamespaceThatNobodyHasIsLeftOutAndTold() {
        Uid unknown = Uid.random(new SecureRandom());
        assertThat(usage.store(List.of(batch(run, cell(unknown, HOUR, 1), cell(uid, HOUR, 1)))))
                .isOne();
        assertThat(listed()).containsExactly(used("orders", uid, HOUR, 1));
        assertThat(
                        BackDoor.strings(
                                "SELECT tenant FROM usage_cell WHERE namespace_uid = ?",
                                unknown.value()))
                .isEmpty();
    }

    /** Whatever a gateway says: the row of the namespace knows whose it is. */
    @Test
    void usageIsTheTenantsWhoseTheNamespaceIs() {
        TenantId other = Seed.tenant();
        Uid theirs = namespace(other);
        store(batch(run, cell(uid, HOUR, 1), cell(theirs, HOUR, 2)));
        assertThat(listed()).containsExactly(used("orders", uid, HOUR, 1));
        assertThat(
                        BackDoor.strings(
                                "SELECT tenant FROM usage_cell WHERE namespace_uid = ?",
                                theirs.value()))
                .containsExactly(other.name());
    }

    @Test
    void hoursGoWhenTheyHaveHadTheirTime() {
        Instant now = UsageStep.HOUR.begin(Instant.now());
        Instant old = now.minus(Duration.ofDays(401));
        store(batch(run, cell(uid, old, 1), cell(uid, now, 2)));
        assertThat(usage.expire(Duration.ofDays(400))).isPositive();
        assertThat(
                        BackDoor.strings(
                                "SELECT reads FROM usage_cell WHERE namespace_uid = ?",
                                uid.value()))
                .containsExactly("2");
    }

    private static Uid namespace(TenantId tenant) {
        return Seed.namespace(
                new NamespaceId(tenant, "orders"), Seed.shard(1), NamespaceState.ACTIVE);
    }

    private void store(UsageBatch... batches) {
        assertThat(usage.store(List.of(batches))).isZero();
    }

    private static UsageBatch batch(UUID run, UsageCell... cells) {
        return new UsageBatch(run, List.of(cells));
    }

    private List<NamespaceUsage> listed() {
        UsageWindow window =
                UsageWindow.of(
                        HOUR.minus(Duration.ofHours(2)),
                        HOUR.plus(Duration.ofHours(2)),
                        UsageStep.HOUR,
                        null,
                        HOUR);
        return usage.list(tenant, window, PageRequest.first()).orElseThrow().items();
    }
}
