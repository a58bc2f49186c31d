package io.quarry.stores.cassandra;

import io.quarry.stores.spi.TimeSlice;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a slice of time stands in a table's name: where it begins, and how long it is, in hours since
 * 1970, so that slices of another length may follow those that are there.
 */
final class CassandraSlice {
    private static final long HOUR = Duration.ofHours(1).toSeconds();
    private static final Pattern PART = Pattern.compile("s([0-9]{1,7})x([0-9]{1,7})");

    private CassandraSlice() {}

    static String part(TimeSlice slice) {
        long from = hours(slice.from());
        return "s%dx%d".formatted(from, hours(slice.to()) - from);
    }

    /** The inverse of {@link #part}, or null where it is no slice. */
    static @Nullable TimeSlice ofPart(String part) {
        Matcher matcher = PART.matcher(part);
        if (!matcher.matches()) {
            return null;
        }
        long from = Long.parseLong(matcher.group(1));
        long length = Long.parseLong(matcher.group(2));
        return length == 0 ? null : new TimeSlice(atHour(from), atHour(from + length));
    }

    private static long hours(Instant time) {
        return time.getEpochSecond() / HOUR;
    }

    private static Instant atHour(long hours) {
        return Instant.ofEpochSecond(hours * HOUR);
    }
}
