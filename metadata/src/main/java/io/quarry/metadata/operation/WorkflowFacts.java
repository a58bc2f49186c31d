package io.quarry.metadata.operation;

import java.time.Duration;

/**
 * What the transitions need to know of a workflow.
 *
 * @param steps at least 1
 * @param pointOfNoReturn the first step that cannot be cancelled any more once it is reached; 0
 *     where nothing can be cancelled
 * @param attemptsBeforeAttention failed attempts of a step after which a person should look; at
 *     least 1
 * @param poll how soon a step that awaits something is asked again
 */
public record WorkflowFacts(
        int steps, int pointOfNoReturn, int attemptsBeforeAttention, Duration poll) {
    public WorkflowFacts {
        if (steps < 1 || attemptsBeforeAttention < 1) {
            throw new IllegalArgumentException("a workflow has steps, and a step attempts");
        }
        if (pointOfNoReturn < 0 || pointOfNoReturn > steps) {
            throw new IllegalArgumentException("the point of no return is one of the steps");
        }
    }
}
