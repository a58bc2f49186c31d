package io.quarry.metadata.operation;

import java.time.Instant;

/**
 * Where an operation stands; each state has its own facts only. Steps count from 0. An attempt
 * counts the times a step was begun, from 1; it is 0 while a step waits for something that is
 * nobody's failure.
 */
public sealed interface OperationState {
    /** Nobody has begun. */
    record Pending() implements OperationState {}

    /** A worker has it until the lease ends. */
    record Running(int step, int attempt, Instant leaseUntil) implements OperationState {}

    /** To be taken up again at {@code until}. */
    record Waiting(int step, int attempt, Instant until, String reason) implements OperationState {}

    /** Tried so often that a person should look; goes on by itself when the reason goes away. */
    record NeedsAttention(int step, int attempt, Instant until, String reason)
            implements OperationState {}

    /** Undoing, from {@code step} down to 0. */
    record Cancelling(int step, Instant until, String reason) implements OperationState {}

    record Succeeded(Instant at) implements OperationState {}

    record Failed(Instant at, String reason) implements OperationState {}

    record Cancelled(Instant at) implements OperationState {}

    /** The state's name in answers and rows. */
    default String wire() {
        return switch (this) {
            case Pending _ -> "PENDING";
            case Running _ -> "RUNNING";
            case Waiting _ -> "WAITING";
            case NeedsAttention _ -> "NEEDS_ATTENTION";
            case Cancelling _ -> "CANCELLING";
            case Succeeded _ -> "SUCCEEDED";
            case Failed _ -> "FAILED";
            case Cancelled _ -> "CANCELLED";
        };
    }

    /** Whether nothing will change any more. */
    default boolean terminal() {
        return switch (this) {
            case Pending _, Running _, Waiting _, NeedsAttention _, Cancelling _ -> false;
            case Succeeded _, Failed _, Cancelled _ -> true;
        };
    }
}
