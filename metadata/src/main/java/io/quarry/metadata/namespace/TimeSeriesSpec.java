package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Engine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How long a time-series namespace keeps events, and how late it takes them. All of it may change
 * while the namespace lives.
 *
 * @param retention after which events go, whole slices at a time, so that some stay longer by the
 *     length of a slice; from P1D to P3650D
 * @param acceptance how old an event may be when it is written, from PT1M to P30D, and no more than
 *     the retention
 */
public record TimeSeriesSpec(IsoDuration retention, IsoDuration acceptance) implements Particulars {
    public static final TimeSeriesSpec DEFAULT =
            new TimeSeriesSpec(
                    IsoDuration.of(Duration.ofDays(30)), IsoDuration.of(Duration.ofDays(1)));

    private static final Duration SHORTEST_RETENTION = Duration.ofDays(1);
    private static final Duration LONGEST_RETENTION = Duration.ofDays(3650);
    private static final Duration SHORTEST_ACCEPTANCE = Duration.ofMinutes(1);
    private static final Duration LONGEST_ACCEPTANCE = Duration.ofDays(30);

    @Override
    public List<Engine> engines() {
        return List.of(Engine.CASSANDRA);
    }

    @Override
    public void check(NamespaceSpec spec, List<Violation> found) {
        if (!within(retention, SHORTEST_RETENTION, LONGEST_RETENTION)) {
            found.add(new Violation("time_series.retention", "must be from P1D to P3650D"));
        }
        if (!within(acceptance, SHORTEST_ACCEPTANCE, LONGEST_ACCEPTANCE)) {
            found.add(new Violation("time_series.acceptance", "must be from PT1M to P30D"));
        } else if (acceptance.duration().compareTo(retention.duration()) > 0) {
            found.add(
                    new Violation(
                            "time_series.acceptance",
                            "must not be longer than the retention, " + retention));
        }
        Particulars.nothingBut(spec, "is not for time-series, whose events never change", found);
        if (spec.ttl() != null) {
            found.add(new Violation("ttl", "is not for time-series: see time_series.retention"));
        }
    }

    /** Where the oldest event lies that is taken at that moment. */
    public Instant oldestTaken(Instant now) {
        return now.minus(acceptance.duration());
    }

    /** What lies before has expired at that moment, even what came as late as it may. */
    public Instant expiredBefore(Instant now) {
        return now.minus(retention.duration()).minus(acceptance.duration());
    }

    private static boolean within(IsoDuration said, Duration least, Duration most) {
        return said.duration().compareTo(least) >= 0 && said.duration().compareTo(most) <= 0;
    }
}
