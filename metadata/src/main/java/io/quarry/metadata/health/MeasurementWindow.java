package io.quarry.metadata.health;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which minutes of a shard's history are asked for.
 *
 * @param from the beginning of a minute
 * @param to the first time that does not belong to it
 * @param asked what was said, for page tokens: they hold while what was not said moves on
 */
public record MeasurementWindow(Instant from, Instant to, String asked) {
    private static final Duration USUAL = Duration.ofHours(1);

    /**
     * What is not said ends now, and is an hour.
     *
     * @throws ProblemException INVALID_REQUEST, naming from
     */
    public static MeasurementWindow of(@Nullable Instant from, @Nullable Instant to, Instant now) {
        Instant end = to == null ? now : to;
        Instant begin = from == null ? end.minus(USUAL) : from;
        if (!begin.isBefore(end)) {
            String why = "must be before to";
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    "from " + why + ".",
                    List.of(new Violation("from", why)));
        }
        return new MeasurementWindow(begin.truncatedTo(ChronoUnit.MINUTES), end, from + " " + to);
    }
}
