package io.quarry.worker.workflow;

import io.quarry.metadata.operation.OperationType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A kind of operation as the list of its steps. An operation carries the names of the steps that it
 * was planned with, so that one accepted by an older version is carried out as it was promised; a
 * workflow gives each name its act.
 */
public interface Workflow {
    OperationType type();

    /** The steps by name, in the order in which a plan has them. */
    SequencedMap<String, Step> steps();

    /** How it is cancelled; empty where it cannot be. */
    Optional<Undoing> undoing();

    /** The act behind a name. */
    default Step step(String name) {
        Step step = steps().get(name);
        if (step == null) {
            throw new IllegalStateException(
                    type().wire() + " has no step " + name + "; it has " + steps().keySet());
        }
        return step;
    }

    /** Steps in the order given. */
    @SafeVarargs
    static SequencedMap<String, Step> list(Map.Entry<String, Step>... steps) {
        SequencedMap<String, Step> list = new LinkedHashMap<>();
        for (Map.Entry<String, Step> step : steps) {
            list.put(step.getKey(), step.getValue());
        }
        return list;
    }
}
