package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.quarry.metadata.operation.Operation;

/** What became of a wish: an operation that makes it so, or nothing to do. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Accepted.Created.class, name = "created"),
    @JsonSubTypes.Type(value = Accepted.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = Accepted.Unchanged.class, name = "unchanged")
})
public sealed interface Accepted {
    Namespace namespace();

    record Created(Namespace namespace, Operation operation) implements Accepted {}

    record Changed(Namespace namespace, Operation operation) implements Accepted {}

    record Unchanged(Namespace namespace) implements Accepted {}
}
