package io.quarry.metadata.operation;

import io.quarry.metadata.operation.OperationState.Cancelled;
import io.quarry.metadata.operation.OperationState.Cancelling;
import io.quarry.metadata.operation.OperationState.Failed;
import io.quarry.metadata.operation.OperationState.NeedsAttention;
import io.quarry.metadata.operation.OperationState.Pending;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Succeeded;
import io.quarry.metadata.operation.OperationState.Waiting;
import java.time.Duration;
import java.time.Instant;

/**
 * How an operation moves from state to state. Pure: the table of {@code TransitionsTest} and the
 * diagram in the docs are made of it.
 */
public final class Transitions {
    private Transitions() {}

    /**
     * A worker has claimed it: the step that was under way or due is begun again, since a step is
     * idempotent.
     */
    public static OperationState claimed(OperationState state, Instant leaseUntil) {
        return switch (state) {
            case Pending() -> new Running(0, 1, leaseUntil);
            case Running(int step, int attempt, _) -> new Running(step, attempt + 1, leaseUntil);
            case Waiting(int step, int attempt, _, _) -> new Running(step, attempt + 1, leaseUntil);
            case NeedsAttention(int step, int attempt, _, _) ->
                    new Running(step, attempt + 1, leaseUntil);
            case Cancelling cancelling -> cancelling;
            case Succeeded _, Failed _, Cancelled _ -> throw ended(state);
        };
    }

    /**
     * The step that is under way has answered.
     *
     * @throws IllegalStateException if no step is under way in this state
     */
    public static OperationState next(
            OperationState state, Outcome outcome, WorkflowFacts facts, Instant now) {
        return switch (state) {
            case Running running -> afterStep(running, outcome, facts, now);
            case Cancelling cancelling -> afterUndoing(cancelling, outcome, facts, now);
            case Pending _, Waiting _, NeedsAttention _ ->
                    throw new IllegalStateException("no step is under way in " + state.wire());
            case Succeeded _, Failed _, Cancelled _ -> throw ended(state);
        };
    }

    /**
     * Somebody asked to cancel; legal where the workflow says so. What was begun is undone, last
     * step first.
     */
    public static OperationState cancel(OperationState state, String reason, Instant now) {
        return switch (state) {
            case Pending() -> new Cancelled(now);
            case Running(int step, _, _) -> new Cancelling(step, now, reason);
            case Waiting(int step, _, _, _) -> new Cancelling(step, now, reason);
            case NeedsAttention(int step, _, _, _) -> new Cancelling(step, now, reason);
            case Cancelling cancelling -> cancelling;
            case Succeeded _, Failed _, Cancelled _ -> throw ended(state);
        };
    }

    private static OperationState afterStep(
            Running running, Outcome outcome, WorkflowFacts facts, Instant now) {
        int step = running.step();
        int attempt = running.attempt();
        return switch (outcome) {
            case Outcome.Done() ->
                    step + 1 < facts.steps()
                            ? new Running(step + 1, 1, running.leaseUntil())
                            : new Succeeded(now);
            case Outcome.Retry(Duration after, String reason) ->
                    attempt < facts.attemptsBeforeAttention()
                            ? new Waiting(step, attempt, now.plus(after), reason)
                            : new NeedsAttention(step, attempt, now.plus(after), reason);
            case Outcome.Await(String what) -> new Waiting(step, 0, now.plus(facts.poll()), what);
            case Outcome.GiveUp(String reason) -> new Failed(now, reason);
        };
    }

    private static OperationState afterUndoing(
            Cancelling cancelling, Outcome outcome, WorkflowFacts facts, Instant now) {
        int step = cancelling.step();
        return switch (outcome) {
            case Outcome.Done() ->
                    step > 0
                            ? new Cancelling(step - 1, now, cancelling.reason())
                            : new Cancelled(now);
            case Outcome.Retry(Duration after, String reason) ->
                    new Cancelling(step, now.plus(after), reason);
            case Outcome.Await(String what) -> new Cancelling(step, now.plus(facts.poll()), what);
            case Outcome.GiveUp(String reason) -> new Failed(now, "could not be undone: " + reason);
        };
    }

    private static IllegalStateException ended(OperationState state) {
        return new IllegalStateException("the operation has ended: " + state.wire());
    }
}
