package io.quarry.metadata.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fleet, as the worker keeps it. */
@QuarkusTest
@TestProfile(AsWorker.class)
class ShardsIT {
    @Inject Shards shards;
    @Inject Tenancy tenancy;

    private final String id = Seed.name("s");

    private Shard shard(ShardState state, int capacity, int reserved) {
        return new Shard(
                id,
                Engine.CASSANDRA,
                state,
                List.of("10.0.0.1:9042", "10.0.0.2:9042"),
                Map.of("it", id, "region", "eu"),
                new Capacity(64_000, 1L << 36, 1L << 40, 10_000, 9_000, capacity),
                new Capacity(0, 0, 0, 0, 0, reserved),
                "credentials",
                Map.of("datacenter", "dc1"));
    }

    @Test
    void aShardIsMadeKnown() {
        Shard shard = shard(ShardState.ACTIVE, 10, 0);
        assertThat(shards.find(id)).isEmpty();
        assertThat(shards.register(shard)).isEqualTo(shard);
        assertThat(shards.find(id)).contains(shard);
        assertThat(shards.list()).contains(shard);
        assertThat(shards.list()).extracting(Shard::id).isSorted();
    }

    @Test
    void whatIsSaidOfItIsUpdatedAndItsReservationsStay() {
        shards.register(shard(ShardState.ACTIVE, 10, 0));
        int _ = BackDoor.run("UPDATE shard SET reserved_objects = 4 WHERE id = ?", id);
        // what the caller thinks is reserved is not asked
        assertThat(shards.register(shard(ShardState.CORDONED, 20, 0)))
                .isEqualTo(shard(ShardState.CORDONED, 20, 4));
        assertThat(shards.find(id)).contains(shard(ShardState.CORDONED, 20, 4));
        assertThat(BackDoor.reserved(id)).isEqualTo(4);
    }

    @Test
    void itIsSeenFromWithinAnyTransaction() {
        Shard shard = shards.register(shard(ShardState.CORDONED, 10, 0));
        TenantId tenant = Seed.tenant();
        for (Optional<Shard> seen :
                List.of(
                        tenancy.system(() -> shards.find(id)),
                        tenancy.platform(() -> shards.find(id)),
                        tenancy.call(tenant, () -> shards.find(id)))) {
            assertThat(seen).contains(shard);
        }
        assertThat(tenancy.call(tenant, shards::list)).contains(shard);
        Shard retired = shards.register(shard(ShardState.RETIRED, 10, 0));
        assertThat(shards.find(id)).contains(retired);
        assertThat(shards.list()).doesNotContain(retired);
    }
}
