package io.quarry.metadata.usage;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.usage.Cells.HOUR;
import static io.quarry.metadata.usage.Cells.used;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.Answers;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.tenant.Tenants;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Usage as tenants read it, with the rights of requests. */
@QuarkusTest
class UsageIT {
    private static final Instant DAY = Instant.parse("2026-11-27T00:00:00Z");

    @Inject Usage usage;
    @Inject Tenants tenants;

    private TenantId tenant = TenantId.of("unseeded");
    private Uid orders = Uid.of("a2345678901234567890");

    @BeforeEach
    void aNamespace() {
        tenant = Seed.tenant();
        orders = namespace("orders", NamespaceState.ACTIVE);
    }

    @Test
    void hoursAreListedByTimeAndSummedOverRuns() {
        counted(orders, HOUR, 2);
        counted(orders, HOUR, 3);
        counted(orders, HOUR.plus(Duration.ofHours(2)), 4);
        assertThat(listed(hours(null)))
                .containsExactly(
                        used("orders", orders, HOUR, 5),
                        used("orders", orders, HOUR.plus(Duration.ofHours(2)), 4));
    }

    @Test
    void theWindowBeginsWithItsFirstHourAndEndsBeforeItsLast() {
        counted(orders, HOUR.minus(Duration.ofHours(1)), 1);
        counted(orders, HOUR, 2);
        counted(orders, HOUR.plus(Duration.ofHours(1)), 4);
        UsageWindow one =
                UsageWindow.of(
                        HOUR.plusSeconds(5), HOUR.plusSeconds(6), UsageStep.HOUR, null, HOUR);
        assertThat(listed(one)).containsExactly(used("orders", orders, HOUR, 2));
    }

    @Test
    void daysAreThoseOfUtc() {
        counted(orders, DAY.minus(Duration.ofHours(1)), 1);
        counted(orders, DAY, 2);
        counted(orders, DAY.plus(Duration.ofHours(23)), 3);
        counted(orders, DAY.plus(Duration.ofHours(24)), 4);
        UsageWindow days =
                UsageWindow.of(
                        DAY.minus(Duration.ofDays(1)),
                        DAY.plus(Duration.ofDays(2)),
                        UsageStep.DAY,
                        null,
                        DAY);
        List<NamespaceUsage> listed = listed(days);
        assertThat(listed).extracting(NamespaceUsage::reads).containsExactly(1L, 5L, 4L);
        assertThat(listed)
                .extracting(NamespaceUsage::from)
                .containsExactly(DAY.minus(Duration.ofDays(1)), DAY, DAY.plus(Duration.ofDays(1)));
        assertThat(listed.get(1).to()).isEqualTo(DAY.plus(Duration.ofDays(1)));
    }

    @Test
    void aRetiredNamespaceIsToldFromTheOneThatHasItsNameNow() {
        Uid gone = namespace("profiles", NamespaceState.PURGED);
        Uid now = namespace("profiles", NamespaceState.ACTIVE);
        counted(gone, HOUR, 1);
        counted(now, HOUR, 2);
        counted(orders, HOUR, 3);
        assertThat(listed(hours("profiles")))
                .containsExactlyInAnyOrder(
                        used("profiles", gone, HOUR, 1), used("profiles", now, HOUR, 2));
        assertThat(listed(hours(null))).hasSize(3);
        assertThat(listed(hours("no-such"))).isEmpty();
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        counted(orders, HOUR, 1);
        TenantId other = Seed.tenant();
        assertThat(usage.list(other, hours(null), PageRequest.first()).orElseThrow().items())
                .isEmpty();
        assertThat(usage.list(TenantId.of(Seed.name("t")), hours(null), PageRequest.first()))
                .isEmpty();
    }

    @Test
    void aTenantThatIsMadeAgainDoesNotSeeWhatTheOneBeforeUsed() {
        TenantId id = TenantId.of(Seed.name("t"));
        tenants.put(id, new TenantSpec(""), Callers.ada());
        Uid gone =
                Seed.namespace(new NamespaceId(id, "orders"), Seed.shard(1), NamespaceState.PURGED);
        counted(id, gone, HOUR, 1);
        assertThat(listed(id, hours(null))).hasSize(1);
        int _ =
                BackDoor.requests(
                        id.name(),
                        handle ->
                                handle.execute(
                                        "UPDATE tenant SET created_at = now() + interval '1 hour'"
                                                + " WHERE name = ?",
                                        id.name()));
        assertThat(listed(id, hours(null))).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheLastOneEnded() {
        List<Uid> all = new ArrayList<>(List.of(orders));
        for (int each = 0; each < 4; each++) {
            all.add(namespace("more-" + each, NamespaceState.ACTIVE));
        }
        for (int hour = 0; hour < 3; hour++) {
            for (Uid uid : all) {
                counted(uid, HOUR.plus(Duration.ofHours(hour)), 1);
            }
        }
        List<NamespaceUsage> whole = listed(hours(null));
        assertThat(whole).hasSize(15);
        for (int limit : new int[] {2, 5, 14}) {
            assertThat(
                            Answers.walk(
                                    limit,
                                    page -> usage.list(tenant, hours(null), page).orElseThrow(),
                                    () -> {}))
                    .isEqualTo(whole);
        }
    }

    @Test
    void aTokenOfAnotherListingIsRefused() {
        counted(orders, HOUR, 1);
        counted(namespace("more", NamespaceState.ACTIVE), HOUR, 1);
        String token =
                usage.list(tenant, hours(null), new PageRequest(1, null))
                        .orElseThrow()
                        .nextPageToken();
        assertThat(
                        refusal(
                                        () ->
                                                usage.list(
                                                        tenant,
                                                        hours("orders"),
                                                        new PageRequest(1, token)))
                                .code())
                .isEqualTo(ProblemCode.PAGE_TOKEN_INVALID);
    }

    private Uid namespace(String name, NamespaceState state) {
        return Seed.namespace(new NamespaceId(tenant, name), Seed.shard(1), state);
    }

    private void counted(Uid uid, Instant hour, long count) {
        counted(tenant, uid, hour, count);
    }

    /** Of a run of its own. */
    private static void counted(TenantId tenant, Uid uid, Instant hour, long count) {
        int _ =
                BackDoor.run(
                        "INSERT INTO usage_cell (tenant, namespace_uid, hour, run, reads, writes,"
                                + " bytes_in, bytes_out, throttled, errors, cost) SELECT ?, ?,"
                                + " ?::timestamptz, gen_random_uuid(), c, 2 * c, 3 * c, 4 * c, 5 * c,"
                                + " 6 * c, 7 * c FROM (SELECT ?::bigint AS c) counted",
                        tenant.name(),
                        uid.value(),
                        hour.toString(),
                        count);
    }

    private static UsageWindow hours(@Nullable String namespace) {
        return UsageWindow.of(
                HOUR.minus(Duration.ofDays(1)),
                HOUR.plus(Duration.ofDays(1)),
                UsageStep.HOUR,
                namespace,
                HOUR);
    }

    private List<NamespaceUsage> listed(UsageWindow window) {
        return listed(tenant, window);
    }

    private List<NamespaceUsage> listed(TenantId of, UsageWindow window) {
        return usage.list(of, window, PageRequest.first()).orElseThrow().items();
    }
}
