package io.quarry.metadata.usage;

import io.quarry.metadata.namespace.Uid;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What one run of a gateway did for one namespace since that hour began. Each number only rises, so
 * of two cells for the same the higher numbers are the later ones.
 *
 * @param hour its beginning, in UTC
 * @param reads carried out, well or not
 * @param writes carried out, well or not
 * @param bytesIn of the requests' bodies
 * @param bytesOut of the answers' bodies, problems left out
 * @param throttled refused for want of rate or of room at the shard; not among reads and writes
 * @param errors those of the reads and writes that failed through no fault of the caller
 * @param cost in units of work, not of money
 */
public record UsageCell(
        Uid uid,
        Instant hour,
        long reads,
        long writes,
        long bytesIn,
        long bytesOut,
        long throttled,
        long errors,
        long cost) {
    /** More than any hour has, and few enough that sums of many do not overflow. */
    static final long MOST = (1L << 53) - 1;

    /**
     * @throws IllegalArgumentException for what no gateway counts
     */
    public UsageCell {
        if (!hour.equals(hour.truncatedTo(ChronoUnit.HOURS))) {
            throw new IllegalArgumentException("not the beginning of an hour: " + hour);
        }
        for (long count : new long[] {reads, writes, bytesIn, bytesOut, throttled, errors, cost}) {
            if (count < 0 || count > MOST) {
                throw new IllegalArgumentException("not a count: " + count);
            }
        }
    }
}
