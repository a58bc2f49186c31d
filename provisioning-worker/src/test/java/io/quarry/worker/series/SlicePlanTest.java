package io.quarry.worker.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.capacity.Estimate;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Status;
import io.quarry.metadata.namespace.TimeSeriesSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.namespace.Workload;
import io.quarry.metadata.series.SliceWish;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.TimeSlice;
import io.quarry.worker.workflow.SeriesStructures;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlicePlanTest {
    private static final Instant START = Instant.parse("2026-03-03T07:41:09Z");
    private static final Duration DAY = Duration.ofDays(1);

    /** Of 15 days each, as the default has it. */
    private static final TimeSeriesSpec DEFAULT = TimeSeriesSpec.DEFAULT;

    @Test
    void theNextIsMadeHalfASliceBeforeItBegins() {
        List<TimeSlice> there = new ArrayList<>(plan(List.of(), START, DEFAULT, true).missing());
        TimeSlice last = there.getLast();
        assertThat(plan(there, last.to().minus(Duration.ofHours(181)), DEFAULT, true).missing())
                .isEmpty();
        assertThat(plan(there, last.to().minus(Duration.ofHours(179)), DEFAULT, true).missing())
                .containsExactly(new TimeSlice(last.to(), last.to().plus(DAY.multipliedBy(15))));
    }

    @Test
    void aSliceGoesOnceAllOfItIsOlderThanRetentionAndAcceptance() {
        TimeSlice slice = plan(List.of(), START, DEFAULT, true).missing().getFirst();
        Instant expires = slice.to().plus(DAY.multipliedBy(31));
        assertThat(plan(List.of(slice), expires.minusSeconds(1), DEFAULT, true).expired())
                .isEmpty();
        assertThat(plan(List.of(slice), expires, DEFAULT, true).expired()).containsExactly(slice);
        assertThat(plan(List.of(slice), expires, DEFAULT, false).expired())
                .as("while the spec is not in force")
                .isEmpty();
        assertThat(plan(List.of(slice), expires, series("P90D", "P1D"), true).expired())
                .as("extending takes effect at once")
                .isEmpty();
    }

    @Test
    void whatWasCondemnedGoesAlthoughTheRetentionWasExtendedSince() {
        TimeSlice slice = plan(List.of(), START, DEFAULT, true).missing().getFirst();
        Instant later = slice.to().plus(DAY.multipliedBy(40));
        SliceWish wish = wish(later, series("P90D", "P1D"), true, slice.to());
        assertThat(SlicePlan.of(List.of(slice), wish, SeriesStructures.layout(wish)).expired())
                .containsExactly(slice);
    }

    /** Nothing that may still be written goes, whatever was condemned. */
    @Test
    void whatIsInForceStays() {
        List<TimeSlice> there = plan(List.of(), START, DEFAULT, true).missing();
        SliceWish wish = wish(START, DEFAULT, true, START.plus(DAY.multipliedBy(365)));
        assertThat(SlicePlan.of(there, wish, SeriesStructures.layout(wish)).expired()).isEmpty();
    }

    @Test
    void whatIsCoveredEndsAtTheFirstGap() {
        TimeSlice now = hours(0, 48);
        TimeSlice later = hours(72, 24);
        SliceWish wish = wish(now.from(), DEFAULT, true, null);
        Layout.TimeSeries day =
                new Layout.TimeSeries(
                        now.from(), now.from().plusSeconds(1), DAY, Duration.ofHours(1), 1);
        assertThat(SlicePlan.of(List.of(now, later), wish, day).coveredUntil()).isEqualTo(now.to());
        assertThat(SlicePlan.of(List.of(later), wish, day).coveredUntil())
                .as("what is made counts")
                .isEqualTo(now.from().plus(DAY));
    }

    /** However late turns come: each event has a place, and no more tables than were reserved. */
    @Property(tries = 300)
    void thereAreNeverMoreTablesThanThePlannerReserves(
            @ForAll @IntRange(min = 24, max = 24 * 400) int retentionHours,
            @ForAll @IntRange(min = 1, max = 24 * 30) int acceptanceHours,
            @ForAll @IntRange(min = 1, max = 100_000) int eventsPerSecond,
            @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 1, max = 2_000) Integer> steps) {
        TimeSeriesSpec series =
                new TimeSeriesSpec(
                        IsoDuration.of(Duration.ofHours(retentionHours)),
                        IsoDuration.of(
                                Duration.ofHours(Math.min(acceptanceHours, retentionHours))));
        NamespaceSpec spec = spec(series, eventsPerSecond);
        long reserved = Planner.estimate(spec, 1).demand().objects();
        List<TimeSlice> there = new ArrayList<>();
        Instant now = START;
        for (int step : steps) {
            SliceWish wish = wish(now, spec, true, null);
            Layout.TimeSeries layout = SeriesStructures.layout(wish);
            SlicePlan plan = SlicePlan.of(there, wish, layout);
            there.removeAll(plan.expired());
            there.addAll(plan.missing());
            assertThat(there).hasSize(plan.tables()).hasSizeLessThanOrEqualTo((int) reserved);
            for (Instant at : List.of(layout.from(), now, layout.to().minusNanos(1))) {
                assertThat(there).filteredOn(slice -> slice.holds(at)).hasSize(1);
            }
            assertThat(plan.coveredUntil()).isAfterOrEqualTo(layout.to());
            assertThat(SlicePlan.of(there, wish, layout))
                    .isEqualTo(
                            new SlicePlan(
                                    List.of(), List.of(), plan.tables(), plan.coveredUntil()));
            now = now.plus(Duration.ofHours(step));
        }
    }

    private static TimeSlice hours(long from, long length) {
        Instant begins = START.truncatedTo(ChronoUnit.DAYS);
        Instant at = begins.plus(Duration.ofHours(from));
        return new TimeSlice(at, at.plus(Duration.ofHours(length)));
    }

    private static TimeSeriesSpec series(String retention, String acceptance) {
        return new TimeSeriesSpec(IsoDuration.of(retention), IsoDuration.of(acceptance));
    }

    private static SlicePlan plan(
            List<TimeSlice> there, Instant now, TimeSeriesSpec series, boolean settled) {
        SliceWish wish = wish(now, series, settled, null);
        return SlicePlan.of(there, wish, SeriesStructures.layout(wish));
    }

    private static SliceWish wish(
            Instant now, TimeSeriesSpec series, boolean settled, @Nullable Instant condemned) {
        return wish(now, spec(series, 1), settled, condemned);
    }

    private static SliceWish wish(
            Instant now, NamespaceSpec spec, boolean settled, @Nullable Instant condemned) {
        Estimate estimate = Planner.estimate(spec, 1);
        Effective effective =
                new Effective(
                        Engine.CASSANDRA,
                        1,
                        new Limits(1, 1),
                        List.of(),
                        List.of(),
                        estimate.demand(),
                        estimate.layout(),
                        null);
        Namespace namespace =
                new Namespace(
                        Uid.of("a0000000000000000000"),
                        TenantId.of("demo"),
                        "clicks",
                        1,
                        START,
                        START,
                        spec,
                        new Status(NamespaceState.ACTIVE, null, 1, "", null, List.of(), effective));
        return new SliceWish(namespace, now, settled, condemned);
    }

    private static NamespaceSpec spec(TimeSeriesSpec series, int eventsPerSecond) {
        NamespaceSpec least = NamespaceSpec.of(Abstraction.TIME_SERIES);
        return new NamespaceSpec(
                least.abstraction(),
                least.description(),
                new Workload(
                        null,
                        new Interval(null, (double) eventsPerSecond, null),
                        null,
                        null,
                        null,
                        null),
                least.writes(),
                least.consistency(),
                least.durability(),
                least.ttl(),
                least.cache(),
                least.engine(),
                least.isolation(),
                least.labels(),
                least.deletionProtection(),
                least.relational(),
                least.search(),
                least.object(),
                least.counter(),
                least.dataset(),
                series);
    }
}
