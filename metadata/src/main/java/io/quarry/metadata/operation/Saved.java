package io.quarry.metadata.operation;

import java.util.List;

/** What a save has come to, which is what the worker wanted unless somebody asked to cancel. */
public record Saved(OperationState state, List<StepView> steps) {
    public Saved {
        steps = List.copyOf(steps);
    }
}
