package io.quarry.metadata.capacity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarry.metadata.namespace.IsoDuration;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How events of one counter or series are cut into partitions of Cassandra: all those of a length
 * of time, and of those again a share each.
 *
 * @param slice how long one table holds events of; null where one table holds all
 * @param time how long a partition holds events of
 * @param events into how many partitions the events of that time are spread, at least 1
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Buckets(@Nullable IsoDuration slice, IsoDuration time, long events) {
    /**
     * The lengths to choose from. Each divides the next, so that buckets do not straddle slices;
     * and none is more than five times the one before, so that the longest that stays below {@link
     * #MOST_BYTES} is above a fifth of that.
     */
    static final List<Duration> LENGTHS =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(4),
                    Duration.ofHours(12),
                    Duration.ofDays(1),
                    Duration.ofDays(5),
                    Duration.ofDays(15),
                    Duration.ofDays(30),
                    Duration.ofDays(90),
                    Duration.ofDays(360));

    /**
     * What a partition is to hold at most. Netflix's time-series abstraction is tuned for 2 to 10
     * MiB; Cassandra's own guides say that it suffers above 100.
     */
    static final double MOST_BYTES = 10 * Units.MIB;

    /**
     * The longest time, up to that of a slice, for which the events fit a partition; where not even
     * those of the shortest do, they are spread.
     *
     * @param bytesPerSecond of the events of one counter or series
     * @param longest one of {@link #LENGTHS}
     */
    static Buckets of(double bytesPerSecond, @Nullable IsoDuration slice, Duration longest) {
        Duration time = LENGTHS.getFirst();
        for (Duration length : LENGTHS) {
            if (length.compareTo(longest) <= 0
                    && bytesPerSecond * length.toSeconds() <= MOST_BYTES) {
                time = length;
            }
        }
        long spread = Units.whole(bytesPerSecond * time.toSeconds() / MOST_BYTES);
        return new Buckets(slice, IsoDuration.of(time), Math.max(1, spread));
    }

    /**
     * How long before it begins a slice is there at the latest, as long as somebody turns them:
     * half of its length.
     *
     * @throws IllegalStateException where one table holds all
     */
    public Duration ahead() {
        if (slice == null) {
            throw new IllegalStateException("there are no slices");
        }
        return ahead(slice.duration());
    }

    static Duration ahead(Duration slice) {
        return slice.dividedBy(2);
    }

    /**
     * @param whose events share a partition: a counter, a series
     */
    String reason(String whose) {
        String most = Units.bytes(MOST_BYTES);
        return events == 1
                ? "a partition holds the events that %s has in %s, which keeps it below %s"
                        .formatted(whose, time, most)
                : "the events that %s has in %s are spread over %d partitions, which keeps each below %s"
                        .formatted(whose, time, events, most);
    }
}
