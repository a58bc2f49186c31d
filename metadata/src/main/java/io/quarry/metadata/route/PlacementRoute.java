package io.quarry.metadata.route;

import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.shard.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How to reach a shard; credentials only by name. */
public record PlacementRoute(
        PlacementRole role,
        String shard,
        Engine engine,
        List<String> endpoints,
        @Nullable String datacenter,
        String credentialRef) {
    public PlacementRoute {
        endpoints = List.copyOf(endpoints);
    }
}
