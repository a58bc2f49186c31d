package io.quarry.metadata.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the worker waits for before it calls a namespace ACTIVE. */
@QuarkusTest
@TestProfile(AsWorker.class)
class AwaitingIT {
    @Inject Routes routes;
    @Inject Tenancy tenancy;

    private Uid uid = Uid.of("a2345678901234567890");
    private Revision revision = Revision.ZERO;

    @BeforeEach
    void aRoute() {
        NamespaceId id = new NamespaceId(Seed.tenant(), "orders");
        uid = Seed.namespace(id, Seed.shard(1), NamespaceState.PROVISIONING);
        revision = refresh();
    }

    @AfterEach
    void noInstanceIsLeft() {
        int _ = BackDoor.run("DELETE FROM instance");
    }

    private Revision refresh() {
        return tenancy.system(() -> routes.refresh(uid, NamespaceState.ACTIVE));
    }

    private static void instance(String id, int silentForSeconds, Revision applied) {
        int _ =
                BackDoor.requests(
                        "@platform",
                        handle ->
                                handle.execute(
                                        "INSERT INTO instance (id, host, last_seen,"
                                                + " applied_incarnation, applied_counter) VALUES (?,"
                                                + " 'localhost', clock_timestamp() -"
                                                + " make_interval(secs => ?), ?, ?)",
                                        id,
                                        silentForSeconds,
                                        applied.incarnation(),
                                        applied.counter()));
    }

    private List<String> awaited() {
        return tenancy.system(() -> routes.awaiting(uid)).stream()
                .map(each -> each.substring(0, each.indexOf(" (last seen ")))
                .toList();
    }

    @Test
    void onlyLiveInstancesBehindTheRouteAreAwaited() {
        // live for an hour to come, so that a slow run changes nothing
        int live = -3_600;
        instance("c-behind", live, new Revision(revision.incarnation(), revision.counter() - 1));
        instance("a-new", live, Revision.ZERO);
        instance("b-older-incarnation", live, new Revision(0, revision.counter() + 100));
        instance("applied", live, revision);
        instance("ahead", live, new Revision(revision.incarnation(), revision.counter() + 1));
        instance("newer-incarnation", live, new Revision(revision.incarnation() + 1, 0));
        instance("silent", (int) Routes.SILENT.toSeconds() + 1, Revision.ZERO);
        assertThat(awaited()).containsExactly("a-new", "b-older-incarnation", "c-behind");
    }

    @Test
    void whoHasAppliedARouteIsAwaitedAgainWhenItChanges() {
        instance("gateway", -3_600, revision);
        assertThat(awaited()).isEmpty();
        Revision next = refresh();
        assertThat(awaited()).containsExactly("gateway");
        int _ =
                BackDoor.requests(
                        "@platform",
                        handle ->
                                handle.execute(
                                        "UPDATE instance SET applied_counter = ? WHERE id = 'gateway'",
                                        next.counter()));
        assertThat(awaited()).isEmpty();
    }

    @Test
    void withoutInstancesOrWithoutRouteNobodyIsAwaited() {
        assertThat(awaited()).isEmpty();
        instance("gateway", -3_600, Revision.ZERO);
        assertThat(awaited()).containsExactly("gateway");
        assertThat(tenancy.system(() -> routes.awaiting(Uid.of("b2345678901234567890")))).isEmpty();
    }
}
