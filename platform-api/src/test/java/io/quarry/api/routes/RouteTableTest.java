package io.quarry.api.routes;

import static io.quarry.metadata.namespace.NamespaceState.ACTIVE;
import static io.quarry.metadata.namespace.NamespaceState.RETIRED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.access.Principal;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.route.RouteRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private final RouteTable table = new RouteTable();

    @Test
    void a_lower_or_equal_revision_changes_nothing() {
        assertThat(table.apply(Samples.route(1, "demo", "profiles", ACTIVE, 5))).isTrue();
        assertThat(table.apply(Samples.route(1, "demo", "profiles", RETIRED, 4))).isFalse();
        assertThat(table.apply(Samples.route(1, "demo", "profiles", RETIRED, 5))).isFalse();
        assertThat(uidOf("demo/profiles")).isEqualTo(Samples.uid(1).value());
    }

    @Test
    void a_retired_namespace_is_absent() {
        table.apply(Samples.route(1, "demo", "profiles", ACTIVE, 5));
        table.apply(Samples.route(1, "demo", "profiles", RETIRED, 6));
        assertThat(table.find("demo/profiles")).isNull();
    }

    @Test
    void a_name_used_again_leads_to_the_new_namespace_in_any_order_of_arrival() {
        var records =
                List.of(
                        Samples.route(1, "demo", "profiles", ACTIVE, 5),
                        Samples.route(1, "demo", "profiles", RETIRED, 6),
                        Samples.route(2, "demo", "profiles", ACTIVE, 7));
        for (var seed = 0; seed < 50; seed++) {
            var shuffled = new ArrayList<>(records);
            Collections.shuffle(shuffled, new Random(seed));
            var fresh = new RouteTable();
            shuffled.forEach(fresh::apply);
            var found = fresh.find("demo/profiles");
            assertThat(found == null ? null : found.route().uid()).isEqualTo(Samples.uid(2));
        }
    }

    @Test
    void the_better_of_tenant_wide_and_own_grants_holds() {
        table.apply(
                Samples.route(
                        1,
                        "demo",
                        "profiles",
                        ACTIVE,
                        5,
                        Map.of("client:importer", Set.of(Role.DATA_WRITER)),
                        new Limits(0, 0)));
        table.apply(
                Samples.grants(
                        "demo",
                        Map.of(
                                "user:viewer", Set.of(Role.TENANT_VIEWER),
                                "client:importer", Set.of(Role.TENANT_VIEWER)),
                        6));
        assertThat(access("user:viewer")).isEqualTo(Access.READ);
        assertThat(access("client:importer")).isEqualTo(Access.WRITE);
        assertThat(access("user:stranger")).isNull();
    }

    @Test
    void a_grant_that_was_taken_away_is_gone() {
        table.apply(Samples.route(1, "demo", "profiles", ACTIVE, 5));
        table.apply(Samples.grants("demo", Map.of("user:a", Set.of(Role.TENANT_ADMIN)), 6));
        table.apply(Samples.grants("demo", Map.of(), 7));
        assertThat(access("user:a")).isNull();
    }

    @Test
    void dropping_a_uid_frees_only_its_own_name() {
        table.apply(Samples.route(1, "demo", "profiles", RETIRED, 5));
        table.apply(Samples.route(2, "demo", "profiles", ACTIVE, 6));
        table.drop(Samples.uid(1).value());
        assertThat(uidOf("demo/profiles")).isEqualTo(Samples.uid(2).value());
        table.drop(Samples.uid(2).value());
        assertThat(table.find("demo/profiles")).isNull();
    }

    @Test
    void listeners_hear_of_every_change_once() {
        var heard = new ArrayList<String>();
        table.listen(
                new RouteTable.Listener() {
                    @Override
                    public void changed(RouteRecord record) {
                        heard.add("changed " + record.revision().counter());
                    }

                    @Override
                    public void dropped(RouteRecord record) {
                        heard.add("dropped " + record.revision().counter());
                    }
                });
        table.apply(Samples.route(1, "demo", "profiles", ACTIVE, 5));
        table.apply(Samples.route(1, "demo", "profiles", ACTIVE, 5));
        table.drop(Samples.uid(1).value());
        assertThat(heard).containsExactly("changed 5", "dropped 5");
    }

    @Test
    void a_change_is_settled_once_all_that_listen_have_done_with_it() {
        var done = new AtomicBoolean(true);
        table.listen(
                new RouteTable.Listener() {
                    @Override
                    public void changed(RouteRecord record) {
                        done.set(false);
                    }

                    @Override
                    public void dropped(RouteRecord record) {}

                    @Override
                    public boolean isSettled() {
                        return done.get();
                    }
                });
        var before = table.settled();
        table.apply(Samples.route(1, "demo", "profiles", ACTIVE, 5));
        assertThat(table.find("demo/profiles")).isNotNull();
        assertThat(table.settled()).isEqualTo(before);
        done.set(true);
        assertThat(table.settled()).isEqualTo(table.highest());
        table.apply(Samples.route(2, "demo", "orders", ACTIVE, 6));
        assertThat(table.settled().counter()).isEqualTo(5);
    }

    @Test
    void whoever_has_only_the_name_has_nothing() {
        var bob = Samples.principal("user:bob");
        var namesake = new Principal(bob.issuer(), "another", bob.address());
        var elsewhere = new Principal("https://elsewhere", bob.subject(), bob.address());
        var subjects = Map.of(bob.address(), bob.asSubject());
        var profiles =
                Samples.route(
                        1,
                        "demo",
                        "profiles",
                        ACTIVE,
                        5,
                        Map.of("user:bob", Set.of(Role.DATA_WRITER)),
                        new Limits(0, 0));
        var members = Samples.grants("demo", Map.of("user:bob", Set.of(Role.TENANT_VIEWER)), 6);
        table.apply(Samples.meaning(profiles, subjects));
        table.apply(Samples.meaning(members, subjects));
        assertThat(access(bob)).isEqualTo(Access.WRITE);
        assertThat(access(namesake)).isNull();
        assertThat(access(elsewhere)).isNull();
        assertThat(told()).isEmpty();
    }

    @Test
    void who_comes_first_by_a_name_that_means_nobody_is_told_once() {
        var account = "client:sa.demo.ingest.k3v9x2m4";
        var roles = Set.of(Role.TENANT_VIEWER);
        table.apply(Samples.route(1, "demo", "profiles", ACTIVE, 5));
        table.apply(Samples.grants("demo", Map.of("user:bob", roles, account, roles), 6));
        var bob = Samples.principal("user:bob");
        assertThat(access(bob)).isEqualTo(Access.READ);
        assertThat(access(new Principal(bob.issuer(), "another", bob.address()))).isNotNull();
        assertThat(access(account)).isEqualTo(Access.READ);
        assertThat(access("user:stranger")).isNull();
        assertThat(told()).containsExactly(bob);
        assertThat(told()).isEmpty();
    }

    @Test
    void what_could_not_be_told_keeps_nobody_waiting_and_is_told_when_it_comes_again() {
        var sightings = new Sightings();
        var bob = Samples.principal("user:bob");
        sightings.saw(bob);
        assertThatThrownBy(
                        () ->
                                sightings.tell(
                                        _ -> {
                                            throw new IllegalStateException("away");
                                        }))
                .isInstanceOf(IllegalStateException.class);
        var told = new ArrayList<Principal>();
        sightings.tell(told::add);
        assertThat(told).isEmpty();
        sightings.saw(bob);
        sightings.tell(told::add);
        assertThat(told).containsExactly(bob);
    }

    private List<Principal> told() {
        var told = new ArrayList<Principal>();
        table.sightings().tell(told::add);
        return told;
    }

    private @Nullable Access access(String address) {
        return access(Samples.principal(address));
    }

    private @Nullable Access access(Principal principal) {
        var route = table.find("demo/profiles");
        assertThat(route).isNotNull();
        return route == null ? null : route.access(principal);
    }

    private @Nullable String uidOf(String name) {
        var route = table.find(name);
        return route == null ? null : route.route().uid().value();
    }
}
