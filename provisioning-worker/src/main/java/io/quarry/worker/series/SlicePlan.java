package io.quarry.worker.series;

import io.quarry.metadata.series.SliceWish;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.TimeSlice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one turn has to do, from what is there and what is wanted; pure.
 *
 * @param expired that go, the oldest first
 * @param missing that are to be made, the oldest first
 * @param tables that there are once both is done
 * @param coveredUntil up to when, from the wish's moment on, there is a slice for each event then
 */
record SlicePlan(
        List<TimeSlice> expired, List<TimeSlice> missing, int tables, Instant coveredUntil) {
    SlicePlan {
        expired = List.copyOf(expired);
        missing = List.copyOf(missing);
    }

    /**
     * Nothing goes that the layout still wants, whatever is said to have expired; and nothing while
     * the spec is not in force.
     */
    static SlicePlan of(List<TimeSlice> there, SliceWish wish, Layout.TimeSeries layout) {
        Instant before = earlier(wish.expiredBefore(), layout.from());
        List<TimeSlice> expired =
                wish.settled()
                        ? there.stream()
                                .filter(slice -> slice.endsBy(before))
                                .sorted(TimeSlice.ORDER)
                                .toList()
                        : List.of();
        List<TimeSlice> left = new ArrayList<>(there);
        left.removeAll(expired);
        List<TimeSlice> missing = TimeSlice.missing(left, layout);
        left.addAll(missing);
        return new SlicePlan(expired, missing, left.size(), covered(left, wish.now()));
    }

    /** All of these end by then. */
    Instant expiredBefore() {
        return expired.getLast().to();
    }

    private static Instant covered(List<TimeSlice> slices, Instant now) {
        Instant until = now;
        for (TimeSlice slice : slices.stream().sorted(TimeSlice.ORDER).toList()) {
            if (slice.holds(until)) {
                until = slice.to();
            }
        }
        return until;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
