package io.quarry.api.data;

import io.quarry.api.health.Part;
import io.quarry.api.role.ProcessRole;
import io.quarry.api.routes.RouteHealth;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps requests from a gateway that has just started until it has tried to connect to every shard
 * it knows. Later a shard that is new, or away, concerns its own namespaces alone.
 */
@Singleton
class ShardHealth implements Part {
    private final ShardSessions shards;
    private final RouteHealth routes;
    private volatile boolean begun;

    @Inject
    ShardHealth(ShardSessions shards, RouteHealth routes) {
        this.shards = shards;
        this.routes = routes;
    }

    @Override
    public String name() {
        return "shards";
    }

    @Override
    public Set<ProcessRole> roles() {
        return EnumSet.of(ProcessRole.DATA);
    }

    @Override
    public State state() {
        if (!begun) {
            begun = routes.isLoaded() && shards.allTried();
        }
        return new State(true, begun, Map.of());
    }
}
