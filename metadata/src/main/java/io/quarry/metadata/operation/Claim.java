package io.quarry.metadata.operation;

import java.time.Instant;

/**
 * An operation in a worker's hands.
 *
 * @param state already what {@link Transitions#claimed} made of it
 * @param leaseUntil by PostgreSQL's clock
 */
public record Claim(Operation operation, OperationState state, Fence fence, Instant leaseUntil) {}
