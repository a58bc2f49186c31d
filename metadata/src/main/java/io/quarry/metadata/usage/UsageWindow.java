package io.quarry.metadata.usage;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What part of a tenant's usage is asked for.
 *
 * @param from the beginning of a step
 * @param to the beginning of the first step that does not belong to it
 * @param namespace only those that have or had this name; null for all
 * @param asked what was said, for page tokens: they hold while what was not said moves on
 */
public record UsageWindow(
        Instant from, Instant to, UsageStep step, @Nullable String namespace, String asked) {
    /**
     * Widened to whole steps. What is not said ends with the step of now, and is a day of hours or
     * thirty days.
     *
     * @throws ProblemException INVALID_REQUEST, naming from
     */
    public static UsageWindow of(
            @Nullable Instant from,
            @Nullable Instant to,
            UsageStep step,
            @Nullable String namespace,
            Instant now) {
        Instant end = to == null ? step.next(step.begin(now)) : step.end(to);
        Instant begin = step.begin(from == null ? end.minus(step.usual()) : from);
        if (!begin.isBefore(end)) {
            throw refused("must be before to");
        }
        if (begin.plus(step.longest()).isBefore(end)) {
            throw refused(
                    "must be at most %d days before to with the step %s"
                            .formatted(step.longest().toDays(), step.wire()));
        }
        String asked = "%s %s %s %s".formatted(step, from, to, namespace);
        return new UsageWindow(begin, end, step, namespace, asked);
    }

    private static ProblemException refused(String why) {
        return new ProblemException(
                ProblemCode.INVALID_REQUEST, "from " + why, List.of(new Violation("from", why)));
    }
}
