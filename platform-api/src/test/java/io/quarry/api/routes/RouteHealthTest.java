package io.quarry.api.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.routes.RouteHealth.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RouteHealthTest {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-24T08:00:00Z"), ZoneOffset.UTC);

    private final RouteHealth health = new RouteHealth(new RouteTable(), CLOCK);

    @Test
    void without_any_routes_ever_it_is_essential_and_not_working() {
        assertThat(health.state().essential()).isTrue();
        assertThat(health.state().working()).isFalse();
    }

    @Test
    void with_saved_routes_it_works_and_names_what_is_away() {
        health.loaded();
        health.away(Source.TOPIC, "TimeoutException: no answer");
        assertThat(health.state().working()).isTrue();
        assertThat(health.state().facts())
                .containsEntry("kafka", "TimeoutException: no answer")
                .containsEntry("age", "as saved by an earlier run");
        assertThat(health.isAway(Source.TOPIC)).isTrue();
    }

    @Test
    void an_answer_ends_the_absence_and_sets_the_age() {
        health.away(Source.TOPIC, "gone");
        health.answered(Source.TOPIC);
        assertThat(health.isAway(Source.TOPIC)).isFalse();
        assertThat(health.age()).isEqualTo(Duration.ZERO);
        assertThat(health.state().facts()).doesNotContainKey("kafka");
    }

    @Test
    void a_source_that_hangs_is_named_after_a_while() {
        var now = new AtomicReference<>(CLOCK.instant());
        var told = new RouteHealth(new RouteTable(), ticking(now));
        told.answered(Source.METADATA);
        now.set(now.get().plusSeconds(6));
        assertThat(told.state().facts()).containsEntry("postgresql", "no answer for 6 s");
    }

    private static Clock ticking(AtomicReference<Instant> now) {
        InstantSource source = now::get;
        return source.withZone(ZoneOffset.UTC);
    }
}
