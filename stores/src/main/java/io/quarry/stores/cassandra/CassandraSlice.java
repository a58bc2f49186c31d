package io.quarry.stores.cassandra;

import io.quarry.stores.spi.Layout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A length of time whose events one table holds. Both ends are in the table's name, in hours since
 * 1970, so that slices of another length may follow those that are there.
 *
 * @param from whole hours
 * @param to exclusive; whole hours
 */
record CassandraSlice(Instant from, Instant to) {
    private static final long HOUR = Duration.ofHours(1).toSeconds();
    private static final Pattern PART = Pattern.compile("s([0-9]{1,7})x([0-9]{1,7})");
    private static final Comparator<CassandraSlice> ORDER =
            Comparator.comparing(CassandraSlice::from);

    /** As it stands in a table's name: where it begins, and how long it is, in hours. */
    String part() {
        return "s%dx%d".formatted(hours(from), hours(to) - hours(from));
    }

    /** The inverse of {@link #part}, or null where it is no slice. */
    static @Nullable CassandraSlice ofPart(String part) {
        Matcher matcher = PART.matcher(part);
        if (!matcher.matches()) {
            return null;
        }
        long from = Long.parseLong(matcher.group(1));
        return new CassandraSlice(atHour(from), atHour(from + Long.parseLong(matcher.group(2))));
    }

    /**
     * What is not there yet of what the layout wants. A new slice begins and ends at multiples of
     * its length since 1970, except where it would overlap one that is there: slices never do,
     * since an event has one place.
     */
    static List<CassandraSlice> missing(List<CassandraSlice> there, Layout.TimeSeries wanted) {
        List<CassandraSlice> sorted = there.stream().sorted(ORDER).toList();
        List<CassandraSlice> missing = new ArrayList<>();
        Instant at = wanted.from();
        while (at.isBefore(wanted.to())) {
            CassandraSlice holder = holder(sorted, at);
            if (holder == null) {
                holder = between(sorted, at, wanted.slice());
                missing.add(holder);
            }
            at = holder.to();
        }
        return missing;
    }

    private static @Nullable CassandraSlice holder(List<CassandraSlice> slices, Instant at) {
        return slices.stream()
                .filter(slice -> !at.isBefore(slice.from()) && at.isBefore(slice.to()))
                .findFirst()
                .orElse(null);
    }

    private static CassandraSlice between(List<CassandraSlice> there, Instant at, Duration length) {
        long seconds = length.toSeconds();
        Instant from = Instant.ofEpochSecond(at.getEpochSecond() / seconds * seconds);
        Instant to = from.plus(length);
        for (CassandraSlice slice : there) {
            if (!slice.to().isAfter(at) && slice.to().isAfter(from)) {
                from = slice.to();
            }
            if (slice.from().isAfter(at) && slice.from().isBefore(to)) {
                to = slice.from();
            }
        }
        return new CassandraSlice(from, to);
    }

    private static long hours(Instant time) {
        return time.getEpochSecond() / HOUR;
    }

    private static Instant atHour(long hours) {
        return Instant.ofEpochSecond(hours * HOUR);
    }
}
