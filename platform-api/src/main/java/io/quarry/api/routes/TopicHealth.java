package io.quarry.api.routes;

import io.quarry.api.health.Part;
import io.quarry.api.role.ProcessRole;
import io.quarry.api.routes.RouteHealth.Source;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Kafka as this process sees it: without it changes of routes come slower, from PostgreSQL, and
 * nothing else suffers.
 */
@Singleton
class TopicHealth implements Part {
    private final RouteHealth health;

    @Inject
    TopicHealth(RouteHealth health) {
        this.health = health;
    }

    @Override
    public Set<ProcessRole> roles() {
        return EnumSet.of(ProcessRole.DATA);
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public State state() {
        return new State(false, !health.isAway(Source.TOPIC), Map.of());
    }
}
