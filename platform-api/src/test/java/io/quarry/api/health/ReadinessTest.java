package io.quarry.api.health;

import static io.quarry.api.role.ProcessRole.CONTROL;
import static io.quarry.api.role.ProcessRole.DATA;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.role.ProcessRole;
import io.quarry.api.role.Roles;
import io.quarry.api.role.RolesConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    private record Fixed(String name, Set<ProcessRole> roles, State state) implements Part {}

    private static final Part NO_ROUTES =
            new Fixed("routes", Set.of(DATA), new Part.State(true, false, Map.of("routes", "0")));
    private static final Part NO_DATABASE =
            new Fixed(
                    "postgresql",
                    Set.of(CONTROL),
                    new Part.State(false, false, Map.of("reason", "away")));

    private static HealthCheckResponse with(ProcessRole... roles) {
        RolesConfig config = () -> Set.of(roles);
        return new Readiness(List.of(NO_ROUTES, NO_DATABASE), new Roles(config)).call();
    }

    @Test
    void what_is_not_its_role_keeps_no_process_from_being_ready() {
        var control = with(CONTROL);
        assertThat(control.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(control.getData().orElseThrow())
                .containsEntry("degraded", "postgresql")
                .containsEntry("roles", "control")
                .doesNotContainKey("routes.routes");
    }

    @Test
    void what_is_essential_to_a_role_of_its_own_does() {
        var data = with(DATA);
        assertThat(data.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(data.getData().orElseThrow())
                .containsEntry("degraded", "routes")
                .doesNotContainKey("postgresql.reason");
        assertThat(with(CONTROL, DATA).getData().orElseThrow())
                .containsEntry("degraded", "postgresql, routes");
    }
}
