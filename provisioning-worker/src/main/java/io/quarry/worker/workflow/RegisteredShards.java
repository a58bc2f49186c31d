package io.quarry.worker.workflow;

import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;

/** Where the shards are that placements name. */
@ApplicationScoped
class RegisteredShards {
    private final Tenancy tenancy;
    private final Shards shards;

    RegisteredShards(Tenancy tenancy, Shards shards) {
        this.tenancy = tenancy;
        this.shards = shards;
    }

    Shard shard(String id) {
        return tenancy.system(() -> shards.find(id))
                .orElseThrow(() -> new IllegalStateException("shard " + id + " is not registered"));
    }
}
