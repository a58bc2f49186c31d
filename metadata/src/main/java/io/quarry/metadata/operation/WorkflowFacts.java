package io.quarry.metadata.operation;

import java.time.Duration;

/**
 * What the transitions need to know of a workflow.
 *
 * @param steps at least 1
 * @param attemptsBeforeAttention failed attempts of a step after which a person should look; at
 *     least 1
 * @param poll how soon a step that awaits something is asked again
 */
public record WorkflowFacts(int steps, int attemptsBeforeAttention, Duration poll) {
    public WorkflowFacts {
        if (steps < 1 || attemptsBeforeAttention < 1) {
            throw new IllegalArgumentException("a workflow has steps, and a step attempts");
        }
    }
}
