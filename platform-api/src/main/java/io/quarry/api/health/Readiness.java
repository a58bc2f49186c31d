package io.quarry.api.health;

import io.quarkus.arc.All;
import io.quarry.api.role.Roles;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * Ready while every essential part works; what else is degraded is told, and is no reason to get no
 * requests.
 */
@org.eclipse.microprofile.health.Readiness
public class Readiness implements HealthCheck {
    private final List<Part> parts;
    private final Roles roles;

    Readiness(@All List<Part> parts, Roles roles) {
        this.parts = parts.stream().filter(part -> roles.hasAnyOf(part.roles())).toList();
        this.roles = roles;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("platform-api");
        var ready = true;
        var degraded = new java.util.TreeSet<String>();
        for (var part : parts) {
            var state = part.state();
            ready &= state.working() || !state.essential();
            if (!state.working()) {
                degraded.add(part.name());
            }
            state.facts()
                    .forEach((fact, value) -> answer.withData(part.name() + "." + fact, value));
        }
        answer.withData("roles", roles.words());
        answer.withData("degraded", degraded.stream().collect(Collectors.joining(", ")));
        return answer.status(ready).build();
    }
}
