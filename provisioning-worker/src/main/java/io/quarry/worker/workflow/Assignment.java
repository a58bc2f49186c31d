package io.quarry.worker.workflow;

import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.Operation;

/** What a step is given: the operation, and the claim under which it is carried out. */
public record Assignment(Operation operation, Hold hold) {

    public Uid uid() {
        return operation.target().uid();
    }

    public NamespaceId namespace() {
        return new NamespaceId(operation.target().tenant(), operation.target().name());
    }
}
