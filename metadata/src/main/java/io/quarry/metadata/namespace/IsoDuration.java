package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An ISO-8601 duration of days and below, kept as it was written, so that a client reads back what
 * it sent. Two that last equally long are equal; a day is 24 hours.
 */
public record IsoDuration(@JsonValue String text) {
    /**
     * @throws java.time.format.DateTimeParseException if the text is no such duration; months and
     *     years are none
     */
    public IsoDuration {
        Duration.parse(text);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static IsoDuration of(String text) {
        return new IsoDuration(text);
    }

    /** Written with whole days as days: {@code P7D}, not {@code PT168H}. */
    public static IsoDuration of(Duration duration) {
        boolean wholeDays =
                !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()));
        return new IsoDuration(wholeDays ? "P" + duration.toDays() + "D" : duration.toString());
    }

    public Duration duration() {
        return Duration.parse(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IsoDuration that && that.duration().equals(duration());
    }

    @Override
    public int hashCode() {
        return duration().hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
