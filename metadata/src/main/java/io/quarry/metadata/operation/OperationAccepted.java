package io.quarry.metadata.operation;

import java.util.UUID;

/**
 * Fired in the transaction that opens an operation; observe it {@code AFTER_SUCCESS} to nudge a
 * worker.
 */
public record OperationAccepted(UUID id) {}
