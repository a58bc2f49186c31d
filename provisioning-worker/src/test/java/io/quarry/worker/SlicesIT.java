package io.quarry.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditEvent;
import io.quarry.metadata.audit.AuditFilter;
import io.quarry.metadata.instance.Instances;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceSpecs;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.placement.OnShard;
import io.quarry.metadata.placement.ShardContents;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.TimeSlice;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The tables of a time-series on the real Cassandra, as time goes on: workers whose clock is ahead
 * turn them. SEMANTICS, time-series 5.
 */
@QuarkusTest
class SlicesIT {
    private static final Duration DAY = Duration.ofDays(1);

    /** Retention and acceptance of what says nothing, and the half of its slices of 15 days. */
    private static final Duration KEPT = DAY.multipliedBy(31);

    private static final Duration AHEAD = Duration.ofHours(180);

    /** So far that the slice of today has expired by then. */
    private static final Duration FAR = DAY.multipliedBy(47);

    /** Every moment at which a turn may be broken off, in the order in which it comes to them. */
    private static final List<String> MOMENTS =
            List.of(
                    "namespace.slices-expired before commit",
                    "namespace.slices-expired after commit",
                    "Slices/drop before",
                    "Slices/drop after",
                    "Slices/make before",
                    "Slices/make after",
                    "namespace.slices-made before commit",
                    "namespace.slices-made after commit");

    @Inject World world;
    @Inject Namespaces namespaces;
    @Inject ShardContents contents;
    @Inject Audit audit;
    @Inject Instances instances;
    @Inject Routes routes;
    @Inject Tenancy tenancy;
    @Inject Sql sql;

    private static Map<String, String> at(Duration ahead) {
        return Map.of(
                "quarry.test.clock-ahead",
                ahead.toString(),
                "quarry.worker.steps.longest-retry",
                "300ms",
                "quarry.worker.series.look-every",
                "100ms",
                "quarry.worker.series.turn-every",
                "200ms",
                "quarry.worker.series.retry-after",
                "200ms");
    }

    @Test
    void theNextSliceIsThereInTimeAndExpiredOnesGoWithTwoWorkersAtIt() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "clicks");
        List<Capacity> before = world.reserved();
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy)) {
            Uid uid = made(id);
            List<TimeSlice> first = slices(uid);
            for (int days : new int[] {8, 16, 47}) {
                Duration ahead = DAY.multipliedBy(days);
                try (WorkerProcess _ = WorkerProcess.start("slices-one", at(ahead));
                        WorkerProcess _ = WorkerProcess.start("slices-two", at(ahead))) {
                    turned(uid, ahead, KEPT);
                }
            }
            assertThat(slices(uid)).doesNotContain(first.getFirst());
            List<TimeSlice> kept = extended(id, uid);
            Duration later = DAY.multipliedBy(90);
            try (WorkerProcess _ = WorkerProcess.start("slices-later", at(later))) {
                turned(uid, later, DAY.multipliedBy(91));
                assertThat(slices(uid)).as("kept at once, and on").containsAll(kept);
            }
            assertThat(expirations(id)).doesNotHaveDuplicates();
            purge(id, uid);
        }
        assertThat(world.reserved()).isEqualTo(before);
    }

    /** The clock is {@link #FAR} ahead when the retention is extended. */
    private List<TimeSlice> extended(NamespaceId id, Uid uid) throws Exception {
        try (WorkerProcess _ = WorkerProcess.start("slices-longer", at(FAR))) {
            Namespace now = namespaces.find(id).orElseThrow();
            NamespaceSpec longer =
                    NamespaceSpecs.patched(
                            now.spec(),
                            Json.tree(Map.of("time_series", Map.of("retention", "P90D"))));
            Operation change =
                    ((Accepted.Changed) namespaces.put(id, longer, caller(now.revision()), false))
                            .operation();
            world.assertSucceeded(world.awaitEnd(change.id()));
            turned(uid, FAR, DAY.multipliedBy(91));
            return slices(uid);
        }
    }

    @Test
    void aTurnThatIsBrokenOffAnywhereIsTakenUpByTheNextWorker() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "broken");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy)) {
            Uid uid = made(id);
            Duration between = DAY.multipliedBy(20);
            try (WorkerProcess _ = WorkerProcess.start("slices-first", at(between))) {
                turned(uid, between, KEPT);
                List<AuditEvent> _ =
                        Awaiting.until(
                                "the end of the first turn",
                                World.PATIENCE,
                                () -> told(id, "namespace.slices-made"),
                                seen -> seen.size() == 1);
            }
            List<TimeSlice> staying =
                    slices(uid).stream().filter(inForce(Instant.now().plus(FAR), KEPT)).toList();
            assertThat(staying).isNotEmpty();
            for (String moment : MOMENTS) {
                WorkerProcess.killed("slices-victim", List.of(moment), at(FAR));
                assertThat(slices(uid))
                        .as("none that is in force is gone after " + moment)
                        .containsAll(staying);
            }
            try (WorkerProcess _ = WorkerProcess.start("slices-survivor", at(FAR))) {
                turned(uid, FAR, KEPT);
                assertThat(expirations(id)).doesNotHaveDuplicates().isNotEmpty();
                assertThat(told(id, "namespace.slices-made")).hasSize(2);
                purge(id, uid);
            }
        }
    }

    @Test
    void aTurnThatFailsIsSeenByOwnersAndOperators() throws Exception {
        TenantId tenant = world.freshTenant();
        NamespaceId id = new NamespaceId(tenant, "failing");
        Path nothing = Files.createTempFile("credentials", ".properties");
        try (Gateway _ = new Gateway("gateway-" + tenant, instances, routes, tenancy)) {
            Uid uid = made(id);
            Map<String, String> stranger = new HashMap<>(at(Duration.ZERO));
            stranger.put("quarry.worker.stores.credentials-file", nothing.toString());
            stranger.put("quarry.worker.claims.parallelism", "0");
            try (WorkerProcess worker = WorkerProcess.start("slices-stranger", stranger)) {
                Namespace seen =
                        Awaiting.until(
                                "the reason of " + id,
                                World.PATIENCE,
                                () -> world.byUid(uid),
                                now -> now.status().reason() != null);
                assertThat(seen.status().reason())
                        .startsWith("time slices do not turn: ")
                        .contains("credentials file lacks");
                WorkerProcess.Answer _ =
                        Awaiting.until(
                                "readiness that names " + id,
                                World.PATIENCE,
                                worker::readiness,
                                answer -> answer.body().contains("slices." + id));
                assertThat(worker.readiness().status()).isEqualTo(200);
                WorkerProcess.Answer _ =
                        Awaiting.until(
                                "the metric",
                                World.PATIENCE,
                                worker::metrics,
                                answer ->
                                        answer.body()
                                                .matches("(?s).*quarry_series_failing [1-9].*"));
            } finally {
                Files.delete(nothing);
            }
            try (WorkerProcess _ = WorkerProcess.start("slices-mender", at(Duration.ZERO))) {
                Namespace _ =
                        Awaiting.until(
                                "the end of the reason of " + id,
                                World.PATIENCE,
                                () -> world.byUid(uid),
                                now -> now.status().reason() == null);
                purge(id, uid);
            }
        }
    }

    private Uid made(NamespaceId id) throws Exception {
        try (WorkerProcess _ = WorkerProcess.start("slices-maker", at(Duration.ZERO))) {
            Operation created = world.create(id, NamespaceSpec.of(Abstraction.TIME_SERIES));
            world.assertSucceeded(world.awaitEnd(created.id()));
            Uid uid = created.target().uid();
            turned(uid, Duration.ZERO, KEPT);
            // what follows is told by how far it goes beyond this
            boolean _ =
                    Awaiting.until(
                            "the first turn of " + uid,
                            World.PATIENCE,
                            () -> isCovered(uid),
                            covered -> covered);
            return uid;
        }
    }

    private boolean isCovered(Uid uid) {
        return sql.acrossTenants(
                handle ->
                        handle.createQuery(
                                        "SELECT covered_until IS NOT NULL FROM series_slices WHERE"
                                                + " namespace_uid = :uid")
                                .bind("uid", uid.value())
                                .mapTo(Boolean.class)
                                .findOne()
                                .orElse(false));
    }

    private void purge(NamespaceId id, Uid uid) throws Exception {
        try (WorkerProcess _ = WorkerProcess.start("slices-purger", at(Duration.ZERO))) {
            world.assertSucceeded(world.awaitEnd(world.retire(id, Duration.ZERO).id()));
            world.assertGone(id, uid);
        }
    }

    /** All that is to be there is, nothing that is to be gone is, and as many are reserved. */
    private void turned(Uid uid, Duration ahead, Duration kept) throws InterruptedException {
        List<TimeSlice> _ =
                Awaiting.until(
                        "slices of " + uid + ", " + ahead + " ahead",
                        World.PATIENCE,
                        () -> slices(uid),
                        seen -> isTurned(seen, Instant.now().plus(ahead), kept));
        long _ =
                Awaiting.until(
                        "the ledger of " + uid,
                        World.PATIENCE,
                        () -> reserved(uid),
                        objects -> objects >= slices(uid).size());
        assertThat(world.byUid(uid).status().reason()).isNull();
    }

    private static boolean isTurned(List<TimeSlice> seen, Instant now, Duration kept) {
        return List.of(now.minus(DAY), now, now.plus(AHEAD).minusSeconds(1)).stream()
                        .allMatch(at -> seen.stream().filter(slice -> slice.holds(at)).count() == 1)
                && seen.stream().allMatch(inForce(now, kept));
    }

    private static Predicate<TimeSlice> inForce(Instant now, Duration kept) {
        return slice -> !slice.endsBy(now.minus(kept));
    }

    private List<TimeSlice> slices(Uid uid) {
        return world.cassandra()
                .provisioner()
                .slices(new NamespaceRef(uid.value(), 1), Deadline.after(Duration.ofSeconds(10)));
    }

    private long reserved(Uid uid) {
        String shard = world.byUid(uid).status().placements().getFirst().shard();
        List<OnShard> all = new ArrayList<>();
        PageRequest page = PageRequest.first();
        while (true) {
            var some = contents.list(shard, page);
            all.addAll(some.items());
            String next = some.nextPageToken();
            if (next == null) {
                break;
            }
            page = new PageRequest(PageRequest.DEFAULT, next);
        }
        return all.stream()
                .filter(each -> each.uid().equals(uid))
                .mapToLong(each -> each.reserved().objects())
                .sum();
    }

    private List<Object> expirations(NamespaceId id) {
        return told(id, "namespace.slices-expired").stream()
                .map(event -> Objects.requireNonNull(event.detail().get("before")))
                .toList();
    }

    private List<AuditEvent> told(NamespaceId id, String action) {
        return audit.list(
                        new AuditFilter(
                                new Visible.Only(Set.of(id.tenant())),
                                id.tenant(),
                                null,
                                action,
                                id.toString(),
                                null,
                                null,
                                null,
                                null,
                                null),
                        PageRequest.first())
                .items();
    }

    private static Caller caller(long ifMatch) {
        Caller platform = Caller.platform("worker-tests", UUID.randomUUID().toString());
        return new Caller(platform.principal(), platform.requestId(), null, ifMatch);
    }
}
