package io.quarry.metadata.operation;

import java.util.UUID;

/**
 * A claim's number. It rises at each claim of the operation, and what a lower one wants to save is
 * refused.
 */
public record Fence(UUID operation, String worker, long number) {}
