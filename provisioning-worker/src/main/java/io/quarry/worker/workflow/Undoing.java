package io.quarry.worker.workflow;

import io.quarry.metadata.operation.Outcome;
import java.util.Map;

/**
 * The way back of a workflow. Like a step, each act of it may be carried out any number of times,
 * and also if what it takes back was never begun or only half done.
 *
 * @param steps what takes a step back, by the step's name; a step without leaves nothing behind
 * @param acceptance takes back what was written when the operation was accepted, after all steps
 */
public record Undoing(Map<String, Step> steps, Step acceptance) {
    /** The name of what comes last. */
    public static final String ACCEPTANCE = "acceptance";

    private static final Step NOTHING = _ -> new Outcome.Done();

    public Undoing {
        steps = Map.copyOf(steps);
    }

    public Step of(String name) {
        return name.equals(ACCEPTANCE) ? acceptance : steps.getOrDefault(name, NOTHING);
    }
}
