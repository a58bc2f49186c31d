package io.quarry.api.role;

import static io.quarry.api.role.ProcessRole.BACKGROUND;
import static io.quarry.api.role.ProcessRole.CONTROL;
import static io.quarry.api.role.ProcessRole.DATA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
    private static Set<ProcessRole> read(Map<String, String> said) {
        return new SmallRyeConfigBuilder()
                .withMapping(RolesConfig.class)
                .withDefaultValues(said)
                .build()
                .getConfigMapping(RolesConfig.class)
                .roles();
    }

    @Test
    void a_process_that_is_told_nothing_does_all() {
        assertThat(read(Map.of())).containsExactlyInAnyOrder(CONTROL, DATA, BACKGROUND);
    }

    @Test
    void a_process_does_what_it_is_told() {
        assertThat(read(Map.of("quarry.roles", "data"))).containsExactly(DATA);
        assertThat(read(Map.of("quarry.roles", "background,control")))
                .containsExactlyInAnyOrder(BACKGROUND, CONTROL);
        var roles = new Roles(() -> Set.of(BACKGROUND, CONTROL));
        assertThat(roles.words()).isEqualTo("control, background");
        assertThat(roles.has(DATA)).isFalse();
        assertThat(roles.hasAnyOf(Set.of(DATA, CONTROL))).isTrue();
        assertThat(roles.hasAnyOf(Set.of(DATA))).isFalse();
    }

    @Test
    void what_is_no_role_is_refused_at_the_start() {
        assertThatThrownBy(() -> read(Map.of("quarry.roles", "gateway")))
                .hasMessageContaining("quarry.roles");
        assertThatThrownBy(() -> new Roles(Set::of)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data/v1/kv/demo/orders/records", "/data/", "/data/v2"})
    void data_is_of_the_role_data(String path) {
        assertThat(RoleGate.neededFor(path)).isEqualTo(DATA);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/api/v1/me", "/login", "/openapi", "/database", "/assets/a.js"})
    void everything_else_is_of_the_role_control(String path) {
        assertThat(RoleGate.neededFor(path)).isEqualTo(CONTROL);
    }
}
