package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Progress;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What a step that knows what is left of its work says of that; others say nothing. */
final class Tally {
    private final Progress before;
    private final Consumer<Progress> told;

    /**
     * @param before as the step left it when it was carried out last, if it was
     */
    Tally(Progress before, Consumer<Progress> told) {
        this.before = before;
        this.told = told;
    }

    /** How many were left of that when it was said last; empty if it never was. */
    OptionalLong leftBefore(String unit) {
        return before.unit().equals(unit)
                ? OptionalLong.of(before.total() - before.done())
                : OptionalLong.empty();
    }

    /**
     * @param unit in the plural
     */
    void left(long left, String unit) {
        told.accept(Progress.left(before, left, unit));
    }
}
