package io.quarry.metadata.operation;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * How far; counted, never guessed.
 *
 * @param done from 0 to {@code total}
 * @param total of what {@code unit} names, in the plural
 */
public record Progress(long done, long total, String unit) {
    /** So many are left of the most that there ever were, by what was said before. */
    public static Progress left(Progress before, long left, String unit) {
        long total = before.unit().equals(unit) ? Math.max(before.total(), left) : left;
        return new Progress(total - left, total, unit);
    }

    /** Whether nothing is left. */
    @JsonIgnore
    public boolean isWhole() {
        return done >= total;
    }
}
