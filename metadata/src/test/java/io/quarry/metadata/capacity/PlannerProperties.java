package io.quarry.metadata.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.Latency;
import io.quarry.metadata.namespace.Workload;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Dimension;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What must hold of any workload on any engine, up to the largest that a spec may state. */
class PlannerProperties {
    private static final Prices PRICES = new Prices("USD", 25, 3.25, 0.08, 0.02);

    /** Those whose writes are all kept for a while. */
    private static final Set<Abstraction> EVENTS =
            EnumSet.of(Abstraction.COUNTER, Abstraction.TIME_SERIES);

    /** A workload in numbers, of which one at a time is raised. */
    record Said(double[] numbers) {
        static final int READS = 0;
        static final int WRITES = 1;
        static final int ITEM_BYTES = 2;
        static final int ITEMS = 3;
        static final int READ_MILLIS = 4;

        Said raised(int field, double factor) {
            double[] more = numbers.clone();
            more[field] *= factor;
            return new Said(more);
        }

        Workload workload() {
            return new Workload(
                    interval(READS),
                    interval(WRITES),
                    interval(ITEM_BYTES),
                    interval(ITEMS),
                    new Latency(numbers[READ_MILLIS], null),
                    null);
        }

        private Interval interval(int field) {
            return new Interval(null, numbers[field], null);
        }
    }

    @Provide
    Arbitrary<Said> said() {
        Arbitrary<Double> rates = logarithmic(-1, 9);
        return Combinators.combine(
                        rates, rates, logarithmic(0, 5), logarithmic(0, 11), logarithmic(-2, 4))
                .as(
                        (reads, writes, bytes, items, millis) ->
                                new Said(new double[] {reads, writes, bytes, items, millis}));
    }

    private static Arbitrary<Double> logarithmic(double from, double to) {
        return Arbitraries.doubles().between(from, to).map(power -> Math.pow(10, power));
    }

    @Property
    void moreOfAnythingNeverDemandsLess(
            @ForAll("said") Said said,
            @ForAll Abstraction abstraction,
            @ForAll @IntRange(min = 1, max = 6) int nodes,
            @ForAll @IntRange(min = 0, max = 3) int field,
            @ForAll @DoubleRange(min = 1, max = 10) double factor) {
        Capacity less = demand(said, abstraction, nodes);
        Capacity more = demand(said.raised(field, factor), abstraction, nodes);
        assertThat(less.beyond(more)).isEmpty();
        assertThat(PRICES.monthly(less).perMonth())
                .isLessThanOrEqualTo(PRICES.monthly(more).perMonth());
    }

    @Property
    void moreTimeForAReadNeverDemandsMore(
            @ForAll("said") Said said,
            @ForAll Abstraction abstraction,
            @ForAll @DoubleRange(min = 1, max = 10) double factor) {
        Capacity strict = demand(said, abstraction, 3);
        Capacity lax = demand(said.raised(Said.READ_MILLIS, factor), abstraction, 3);
        assertThat(lax.beyond(strict)).isEmpty();
    }

    @Property
    void aHigherEndOfAnIntervalNeverDemandsLess(
            @ForAll("said") Said said,
            @ForAll Abstraction abstraction,
            @ForAll @DoubleRange(min = 1, max = 10) double factor) {
        double mid = said.numbers()[Said.READS];
        Workload stated = said.workload();
        Capacity less = Planner.estimate(Workloads.of(abstraction, stated), 3).demand();
        Workload wider =
                new Workload(
                        new Interval(mid, mid, mid * factor),
                        stated.writesPerSecond(),
                        stated.itemBytes(),
                        stated.items(),
                        stated.readLatencyMs(),
                        null);
        assertThat(less.beyond(Planner.estimate(Workloads.of(abstraction, wider), 3).demand()))
                .isEmpty();
    }

    @Property
    void nothingIsNegativeAndSomethingIsAlwaysTaken(
            @ForAll("said") Said said,
            @ForAll Abstraction abstraction,
            @ForAll @IntRange(min = 1, max = 6) int nodes) {
        Capacity demand = demand(said, abstraction, nodes);
        for (Dimension dimension : Dimension.values()) {
            assertThat(demand.of(dimension)).isBetween(0L, Capacity.MOST);
        }
        assertThat(demand.objects()).isPositive();
        assertThat(PRICES.monthly(demand).perMonth()).isNotNegative();
    }

    /**
     * Rates are passed on as they are said, and what is stored is at least the items' bytes; the
     * items of those that keep events are counters and series.
     */
    @Property
    void unitsAreKept(
            @ForAll("said") Said said,
            @ForAll Abstraction abstraction,
            @ForAll @IntRange(min = 1, max = 6) int nodes) {
        Capacity demand = demand(said, abstraction, nodes);
        double[] numbers = said.numbers();
        assertThat(demand.readsPerSecond()).isEqualTo(Units.whole(numbers[Said.READS]));
        assertThat(demand.writesPerSecond()).isEqualTo(Units.whole(numbers[Said.WRITES]));
        if (EVENTS.contains(abstraction)) {
            return;
        }
        assertThat(demand.diskBytes() + demand.memoryBytes())
                .isGreaterThanOrEqualTo(
                        Units.whole(numbers[Said.ITEMS] * numbers[Said.ITEM_BYTES]));
    }

    /** What is stored of events follows from how many are written. */
    @Property
    void twiceTheTrafficIsTwiceTheRatesAndTheSameData(
            @ForAll("said") Said said, @ForAll Abstraction abstraction) {
        Capacity once = demand(said, abstraction, 3);
        Capacity twice =
                Planner.estimate(Workloads.of(abstraction, said.workload()), 3, 2).demand();
        assertThat(once.beyond(twice)).isEmpty();
        if (!EVENTS.contains(abstraction)) {
            assertThat(twice.diskBytes()).isEqualTo(once.diskBytes());
        }
        assertThat(twice.readsPerSecond())
                .isBetween(2 * once.readsPerSecond() - 1, 2 * once.readsPerSecond());
    }

    private static Capacity demand(Said said, Abstraction abstraction, int nodes) {
        return Planner.estimate(Workloads.of(abstraction, said.workload()), nodes).demand();
    }
}
