package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Operation;

/** What a step is given: the operation, and the claim under which it is carried out. */
public record Assignment(Operation operation, Hold hold) {

    public Uid uid() {
        return operation.target().uid();
    }

    Tally tally() {
        return new Tally(operation.progress(), hold::report);
    }

    /** As people call it. */
    public String target() {
        return operation.target().address();
    }
}
