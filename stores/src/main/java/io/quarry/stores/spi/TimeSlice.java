package io.quarry.stores.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A length of time whose events one part of a time-series' structure holds.
 *
 * @param from whole hours since 1970
 * @param to exclusive; whole hours, after {@code from}
 */
public record TimeSlice(Instant from, Instant to) {
    private static final long HOUR = Duration.ofHours(1).toSeconds();

    /** The oldest first. Slices of one structure never overlap. */
    public static final Comparator<TimeSlice> ORDER = Comparator.comparing(TimeSlice::from);

    /**
     * @throws IllegalArgumentException where it is empty, or not of whole hours
     */
    public TimeSlice {
        if (!from.isBefore(to) || !atHour(from) || !atHour(to)) {
            throw new IllegalArgumentException("no slice of whole hours: " + from + " to " + to);
        }
    }

    /** Whether events of that moment are in it. */
    public boolean holds(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    /** Whether all of it is before that moment. */
    public boolean endsBy(Instant moment) {
        return !to.isAfter(moment);
    }

    /**
     * What is not there yet of what the layout wants. A new slice begins and ends at multiples of
     * its length since 1970, except where it would overlap one that is there: slices never do,
     * since an event has one place.
     */
    public static List<TimeSlice> missing(List<TimeSlice> there, Layout.TimeSeries wanted) {
        List<TimeSlice> sorted = there.stream().sorted(ORDER).toList();
        List<TimeSlice> missing = new ArrayList<>();
        Instant at = wanted.from();
        while (at.isBefore(wanted.to())) {
            TimeSlice holder = holder(sorted, at);
            if (holder == null) {
                holder = between(sorted, at, wanted.slice());
                missing.add(holder);
            }
            at = holder.to();
        }
        return missing;
    }

    private static @Nullable TimeSlice holder(List<TimeSlice> slices, Instant at) {
        return slices.stream().filter(slice -> slice.holds(at)).findFirst().orElse(null);
    }

    private static TimeSlice between(List<TimeSlice> there, Instant at, Duration length) {
        long seconds = length.toSeconds();
        Instant from = Instant.ofEpochSecond(at.getEpochSecond() / seconds * seconds);
        Instant to = from.plus(length);
        for (TimeSlice slice : there) {
            if (slice.endsBy(at) && slice.to().isAfter(from)) {
                from = slice.to();
            }
            if (slice.from().isAfter(at) && slice.from().isBefore(to)) {
                to = slice.from();
            }
        }
        return new TimeSlice(from, to);
    }

    private static boolean atHour(Instant time) {
        return time.getNano() == 0 && time.getEpochSecond() % HOUR == 0;
    }
}
