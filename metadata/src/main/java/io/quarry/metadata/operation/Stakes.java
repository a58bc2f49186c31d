package io.quarry.metadata.operation;

import io.quarry.metadata.capacity.Cost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation is about, as far as somebody has to approve it.
 *
 * @param now what the namespace costs before, or null if nothing
 * @param then what it costs afterwards, or null if that is not changed
 */
public record Stakes(
        OperationType type, List<StepPlan> steps, @Nullable Cost now, @Nullable Cost then) {
    public Stakes {
        steps = List.copyOf(steps);
    }

    /** Of an operation that changes no cost, or lowers it. */
    public Stakes(OperationType type, List<StepPlan> steps) {
        this(type, steps, null, null);
    }
}
