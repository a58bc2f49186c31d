package io.quarry.api.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.api.routes.RouteTable;
import io.quarry.api.routes.Samples;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.route.Route;
import io.quarry.metadata.route.RouteRecord;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private final RouteTable table = new RouteTable();
    private final Admission admission =
            new Admission(
                    new SmallRyeConfigBuilder()
                            .withMapping(AdmissionConfig.class)
                            .build()
                            .getConfigMapping(AdmissionConfig.class),
                    table);

    @Test
    void a_namespace_that_spent_its_burst_is_told_when_to_come_back() {
        var route = route(1, 2, 1);
        assertThat(admission.take(route, false, 200)).isNull();
        var refused = refused(admission.take(route, false, 1));
        assertThat(refused.kind()).isEqualTo(Throttled.Limit.READS);
        assertThat(refused.limit()).isEqualTo(2);
        assertThat(refused.used()).isEqualTo(200);
        assertThat(refused.requested()).isEqualTo(1);
        assertThat(refused.retryAfter().toMillis()).isBetween(1L, 500L);
        assertThat(refused.retryAfterSeconds()).isEqualTo(1);
    }

    @Test
    void reads_and_writes_and_namespaces_do_not_share() {
        var route = route(1, 2, 2);
        assertThat(admission.take(route, false, 200)).isNull();
        assertThat(admission.take(route, true, 200)).isNull();
        assertThat(admission.take(route(2, 2, 2), false, 200)).isNull();
    }

    @Test
    void a_call_dearer_than_the_burst_passes_and_leaves_a_debt() {
        var route = route(1, 100, 100);
        assertThat(admission.take(route, false, 1000)).isNull();
        var refused = refused(admission.take(route, false, 1));
        assertThat(refused.retryAfter().toSeconds()).isBetween(6L, 9L);
    }

    @Test
    void what_was_known_too_late_is_owed() {
        var route = route(1, 10, 10);
        assertThat(admission.take(route, true, 1)).isNull();
        admission.owe(route, true, 300);
        assertThat(admission.take(route, true, 1)).isNotNull();
    }

    @Test
    void buckets_go_with_their_namespace_and_change_with_its_rate() {
        var active = record(1, NamespaceState.ACTIVE, 1, 2);
        table.apply(active);
        assertThat(admission.take(route(active), false, 200)).isNull();
        assertThat(admission.take(route(active), false, 1)).isNotNull();
        var faster = record(1, NamespaceState.ACTIVE, 2, 1000);
        table.apply(faster);
        assertThat(admission.take(route(faster), false, 1)).isNull();
        assertThat(admission.namespaces()).isEqualTo(1);
        table.apply(record(1, NamespaceState.RETIRED, 3, 1000));
        assertThat(admission.namespaces()).isZero();
    }

    @Test
    void a_full_room_refuses_and_room_that_was_left_is_free_again() {
        var room = new InFlight(2);
        assertThat(room.enter()).isNull();
        assertThat(room.enter()).isNull();
        assertThat(refused(room.enter()).limit()).isEqualTo(2);
        room.leave();
        assertThat(room.enter()).isNull();
        assertThat(room.used()).isEqualTo(2);
    }

    private static Throttled refused(@Nullable Throttled throttled) {
        assertThat(throttled).isNotNull();
        if (throttled == null) {
            throw new AssertionError("not refused");
        }
        return throttled;
    }

    private static RouteRecord record(long uid, NamespaceState state, long revision, double reads) {
        return Samples.route(
                uid, "demo", "n" + uid + "-ns", state, revision, Map.of(), new Limits(reads, 1));
    }

    private static Route route(RouteRecord record) {
        if (record instanceof RouteRecord.OfNamespace(Route route)) {
            return route;
        }
        throw new AssertionError("no namespace");
    }

    private static Route route(long uid, double reads, double writes) {
        return route(
                Samples.route(
                        uid,
                        "demo",
                        "n" + uid + "-ns",
                        NamespaceState.ACTIVE,
                        1,
                        Map.of(),
                        new Limits(reads, writes)));
    }
}
