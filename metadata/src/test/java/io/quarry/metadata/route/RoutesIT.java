package io.quarry.metadata.route;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Grant;
import io.quarry.metadata.access.Grants;
import io.quarry.metadata.access.Role;
import io.quarry.metadata.access.Scope;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.placement.PlacementRole;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a route says, and in which order routes are read. */
@QuarkusTest
class RoutesIT {
    @Inject Routes routes;
    @Inject Grants grants;
    @Inject Tenancy tenancy;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private String shard = "";
    private Uid uid = Uid.of("a2345678901234567890");

    @BeforeEach
    void aNamespace() {
        id = new NamespaceId(Seed.tenant(), "orders");
        shard = Seed.shard(10);
        uid = Seed.namespace(id, shard, NamespaceState.PROVISIONING);
    }

    private Revision refresh(NamespaceState state) {
        return tenancy.call(id.tenant(), () -> routes.refresh(uid, state));
    }

    private Route route() {
        return records(uid.value()).stream()
                .map(record -> ((RouteRecord.OfNamespace) record).route())
                .findFirst()
                .orElseThrow();
    }

    private List<RouteRecord> records(String key) {
        return routes.all().stream().filter(record -> record.key().equals(key)).toList();
    }

    @Test
    void aRouteSaysWhatTheDataPlaneNeeds() {
        Revision revision = refresh(NamespaceState.ACTIVE);
        Route route = route();
        assertThat(route.namespace()).isEqualTo(id);
        assertThat(route.revision()).isEqualTo(revision);
        assertThat(route.state()).isEqualTo(NamespaceState.ACTIVE);
        assertThat(route.epoch()).isOne();
        assertThat(route.limits()).isEqualTo(new Limits(1_000, 500));
        assertThat(route.placements())
                .containsExactly(
                        new PlacementRoute(
                                PlacementRole.PRIMARY,
                                shard,
                                Engine.CASSANDRA,
                                List.of("127.0.0.1:9042"),
                                null,
                                "none"));
        assertThat(route.grants()).isEmpty();
    }

    @Test
    void aRouteMadeAnewHasAHigherRevisionAndOneRow() {
        Revision first = refresh(NamespaceState.ACTIVE);
        Revision second = refresh(NamespaceState.RETIRED);
        assertThat(second).isGreaterThan(first);
        assertThat(records(uid.value())).hasSize(1);
        assertThat(route().state()).isEqualTo(NamespaceState.RETIRED);
        assertThat(route().revision()).isEqualTo(second);
    }

    @Test
    void aGrantOnANamespaceIsInItsRouteAsSoonAsThereIsOne() {
        Scope orders = new Scope.OfNamespace(id);
        grants.put(new Grant("user:bob", Role.DATA_READER, orders), ada());
        assertThat(records(uid.value())).isEmpty();
        refresh(NamespaceState.ACTIVE);
        assertThat(route().grants()).isEqualTo(Map.of("user:bob", Set.of(Role.DATA_READER)));
        grants.put(new Grant("user:eve", Role.DATA_WRITER, orders), ada());
        assertThat(route().grants()).containsOnlyKeys("user:bob", "user:eve");
        assertThat(route().state()).isEqualTo(NamespaceState.ACTIVE);
        grants.remove("user:bob", orders, ada());
        assertThat(route().grants()).containsOnlyKeys("user:eve");
    }

    @Test
    void whatWasRolledBackLeavesTheRouteAndTheOrderAsTheyWere() {
        Revision first = refresh(NamespaceState.ACTIVE);
        assertThat(
                        refusal(
                                        () ->
                                                tenancy.run(
                                                        id.tenant(),
                                                        () -> {
                                                            Revision _ =
                                                                    routes.refresh(
                                                                            uid,
                                                                            NamespaceState.RETIRED);
                                                            throw new ProblemException(
                                                                    ProblemCode.INTERNAL, "undone");
                                                        }))
                                .detail())
                .isEqualTo("undone");
        assertThat(route().state()).isEqualTo(NamespaceState.ACTIVE);
        assertThat(route().revision()).isEqualTo(first);
        assertThat(refresh(NamespaceState.ACTIVE)).isGreaterThan(first);
    }

    @Test
    void pagesOfWhatChangedHaveNoGapsAndNoDoubles() {
        Revision before = refresh(NamespaceState.ACTIVE);
        List<TenantId> tenants = Seed.tenants(11);
        List<Revision> written = new ArrayList<>();
        for (TenantId each : tenants) {
            written.add(tenancy.call(each, () -> routes.refreshGrants(each)));
        }
        List<RouteRecord> read = new ArrayList<>();
        Revision after = before;
        List<RouteRecord> page = routes.changedSince(after, 3);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(3);
            read.addAll(page);
            after = page.getLast().revision();
            page = routes.changedSince(after, 3);
        }
        assertThat(read).extracting(RouteRecord::revision).isEqualTo(written);
        assertThat(read)
                .extracting(RouteRecord::key)
                .containsExactlyElementsOf(
                        tenants.stream().map(tenant -> "tenant:" + tenant).toList());
        assertThat(routes.changedSince(before, 100)).isEqualTo(read);
        assertThat(routes.changedSince(Revision.ZERO, 10_000)).isEqualTo(routes.all());
    }

    @Test
    void whatChangedAgainIsReadOnceAtItsNewPlace() {
        Revision before = refresh(NamespaceState.ACTIVE);
        TenantId other = Seed.tenant();
        Revision others = tenancy.call(other, () -> routes.refreshGrants(other));
        Revision again = refresh(NamespaceState.ACTIVE);
        assertThat(routes.changedSince(before, 10))
                .extracting(RouteRecord::revision)
                .containsExactly(others, again);
        assertThat(routes.changedSince(again, 10)).isEmpty();
    }

    @Test
    void anUnreadableRouteIsPassedOverAndTheOthersGoOn() {
        Revision before = refresh(NamespaceState.ACTIVE);
        List<TenantId> tenants = Seed.tenants(4);
        for (TenantId each : tenants) {
            tenancy.run(each, () -> routes.refreshGrants(each));
        }
        for (TenantId each : tenants.subList(0, 3)) {
            makeUnreadable("tenant:" + each);
        }
        TenantId last = Seed.tenant();
        tenancy.run(last, () -> routes.refreshGrants(last));
        String readable = "tenant:" + tenants.getLast();
        assertThat(routes.changedSince(before, 10))
                .extracting(RouteRecord::key)
                .containsExactly(readable, "tenant:" + last);
        assertThat(routes.all())
                .extracting(RouteRecord::key)
                .contains(uid.value(), readable, "tenant:" + last)
                .doesNotContain("tenant:" + tenants.getFirst());
        // not even where a page holds nothing else
        RouteRecord first = routes.changedSince(before, 1).getFirst();
        assertThat(routes.changedSince(first.revision(), 1))
                .extracting(RouteRecord::key)
                .containsExactly("tenant:" + last);
    }

    /** A newer version wrote it. */
    private static void makeUnreadable(String key) {
        int _ =
                BackDoor.run(
                        "WITH next AS (UPDATE route_revision SET counter = counter + 1 RETURNING"
                                + " incarnation, counter) UPDATE route SET counter = next.counter,"
                                + " body = '{\"kind\": \"hologram\"}' FROM next WHERE key = ?",
                        key);
    }
}
