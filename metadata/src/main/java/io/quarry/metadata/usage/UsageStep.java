package io.quarry.metadata.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How finely usage is summed up; hours and days are those of UTC. */
public enum UsageStep {
    HOUR("PT1H", "hour", ChronoUnit.HOURS, Duration.ofHours(24), Duration.ofDays(31)),
    DAY("P1D", "day", ChronoUnit.DAYS, Duration.ofDays(30), Duration.ofDays(400));

    private final String wire;
    private final String field;
    private final ChronoUnit unit;
    private final Duration usual;
    private final Duration longest;

    UsageStep(String wire, String field, ChronoUnit unit, Duration usual, Duration longest) {
        this.wire = wire;
        this.field = field;
        this.unit = unit;
        this.usual = usual;
        this.longest = longest;
    }

    public String wire() {
        return wire;
    }

    /** As PostgreSQL's date_trunc calls it. */
    String field() {
        return field;
    }

    /** What is shown where nobody says from when on. */
    Duration usual() {
        return usual;
    }

    Duration longest() {
        return longest;
    }

    /** The step's beginning that time is in. */
    Instant begin(Instant time) {
        return time.truncatedTo(unit);
    }

    Instant next(Instant begin) {
        return begin.plus(1, unit);
    }

    /** The first beginning that is not before that time. */
    Instant end(Instant time) {
        Instant begin = begin(time);
        return begin.equals(time) ? begin : next(begin);
    }
}
