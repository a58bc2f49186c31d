package io.quarry.metadata.placement;

import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.TenantId;

/**
 * What a shard holds of a namespace.
 *
 * @param epoch the generation of the placement
 * @param reserved on this shard, for this role
 */
public record OnShard(
        TenantId tenant,
        String namespace,
        Uid uid,
        NamespaceState state,
        int epoch,
        PlacementRole role,
        Capacity reserved) {}
