package io.quarry.metadata.operation;

import java.util.List;

/** What an operation set out to do, as it was when it was accepted. */
public record Plan(String summary, List<StepPlan> steps) {
    public Plan {
        steps = List.copyOf(steps);
    }
}
