package io.quarry.metadata.operation;

import io.quarry.metadata.problem.ProblemCode;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation stands; each state has its own facts only. Steps count from 0. An attempt
 * counts the times a step was begun, from 1; it is 0 while a step waits for something that is
 * nobody's failure, and while one is not begun.
 */
public sealed interface OperationState {
    /** Nobody has begun. */
    record Pending() implements OperationState {}

    /** Nobody may begin before somebody approves; {@code reason} says why. */
    record NeedsApproval(Instant since, String reason) implements OperationState {}

    /** A worker has it until the lease ends. */
    record Running(int step, int attempt, Instant leaseUntil) implements OperationState {}

    /** To be taken up again at {@code until}. */
    record Waiting(int step, int attempt, Instant until, String reason) implements OperationState {}

    /** Tried so often that a person should look; goes on by itself when the reason goes away. */
    record NeedsAttention(int step, int attempt, Instant until, String reason)
            implements OperationState {}

    /**
     * Undoing, from {@code step} down to 0, and at last what accepting the operation wrote.
     *
     * @param asked whose wish it is
     * @param hindrance why undoing does not go on, where it does not
     */
    record Cancelling(
            int step, int attempt, Instant until, String asked, @Nullable String hindrance)
            implements OperationState {
        /** Stands for what was written when the operation was accepted, before its first step. */
        public static final int ACCEPTANCE = -1;
    }

    record Succeeded(Instant at) implements OperationState {}

    /**
     * @param code of the problem that it ended with; what was written before there were others is
     *     {@link ProblemCode#INTERNAL}
     */
    record Failed(Instant at, ProblemCode code, String reason) implements OperationState {
        public Failed {
            code = Objects.requireNonNullElse(code, ProblemCode.INTERNAL);
        }

        public Failed(Instant at, String reason) {
            this(at, ProblemCode.INTERNAL, reason);
        }
    }

    record Cancelled(Instant at) implements OperationState {}

    /** The state's name in answers and rows. */
    default String wire() {
        return switch (this) {
            case Pending _ -> "PENDING";
            case NeedsApproval _ -> "NEEDS_APPROVAL";
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
            case Pending _, NeedsApproval _, Running _, Waiting _, NeedsAttention _, Cancelling _ ->
                    false;
            case Succeeded _, Failed _, Cancelled _ -> true;
        };
    }

    /**
     * The same as long as it has not moved: trying again, waiting and needing attention at a step
     * are one place.
     */
    default String place() {
        return switch (this) {
            case Running(int step, _, _) -> "at " + step;
            case Waiting(int step, _, _, _) -> "at " + step;
            case NeedsAttention(int step, _, _, _) -> "at " + step;
            case Cancelling(int step, _, _, _, _) -> "undoing " + step;
            case Pending _, NeedsApproval _, Succeeded _, Failed _, Cancelled _ -> wire();
        };
    }
}
