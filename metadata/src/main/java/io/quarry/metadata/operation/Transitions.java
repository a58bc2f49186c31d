package io.quarry.metadata.operation;

import io.quarry.metadata.operation.OperationState.Cancelled;
import io.quarry.metadata.operation.OperationState.Cancelling;
import io.quarry.metadata.operation.OperationState.Failed;
import io.quarry.metadata.operation.OperationState.NeedsApproval;
import io.quarry.metadata.operation.OperationState.NeedsAttention;
import io.quarry.metadata.operation.OperationState.Pending;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Succeeded;
import io.quarry.metadata.operation.OperationState.Waiting;
import io.quarry.metadata.problem.ProblemCode;
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
     * idempotent, and so is the undoing of one.
     *
     * @throws IllegalStateException if it has ended, or is not approved yet
     */
    public static OperationState claimed(OperationState state, Instant leaseUntil) {
        return switch (state) {
            case Pending() -> new Running(0, 1, leaseUntil);
            case Running(int step, int attempt, _) -> new Running(step, attempt + 1, leaseUntil);
            case Waiting(int step, int attempt, _, _) -> new Running(step, attempt + 1, leaseUntil);
            case NeedsAttention(int step, int attempt, _, _) ->
                    new Running(step, attempt + 1, leaseUntil);
            case Cancelling(int step, int attempt, Instant until, String asked, var hindrance) ->
                    new Cancelling(step, attempt + 1, until, asked, hindrance);
            case NeedsApproval _ -> throw new IllegalStateException("nobody has approved it yet");
            case Succeeded _, Failed _, Cancelled _ -> throw ended(state);
        };
    }

    /**
     * Somebody who may has approved it.
     *
     * @throws IllegalStateException if it does not wait for that
     */
    public static OperationState approve(OperationState state) {
        return switch (state) {
            case NeedsApproval _ -> new Pending();
            case Pending _, Running _, Waiting _, NeedsAttention _, Cancelling _ ->
                    throw new IllegalStateException(
                            "there is nothing to approve in " + state.wire());
            case Succeeded _, Failed _, Cancelled _ -> throw ended(state);
        };
    }

    /**
     * Nobody has approved it in time, so what was written when it was accepted is taken back.
     *
     * @param until when its time to be approved ended
     * @throws IllegalStateException if it does not wait for that
     */
    public static OperationState expire(OperationState state, Instant until, Instant now) {
        return switch (state) {
            case NeedsApproval _ ->
                    undo(Cancelling.ACCEPTANCE, "nobody approved it by " + until, now);
            case Pending _, Running _, Waiting _, NeedsAttention _, Cancelling _ ->
                    throw new IllegalStateException(
                            "there is nothing to expire in " + state.wire());
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
            case Pending _, NeedsApproval _, Waiting _, NeedsAttention _ ->
                    throw new IllegalStateException("no step is under way in " + state.wire());
            case Succeeded _, Failed _, Cancelled _ -> throw ended(state);
        };
    }

    /** Whether it may be cancelled, which it may until it reaches the point of no return. */
    public static boolean cancellable(OperationState state, WorkflowFacts facts) {
        int until = facts.pointOfNoReturn();
        return switch (state) {
            case Pending _, NeedsApproval _ -> until > 0;
            case Running(int step, _, _) -> step < until;
            case Waiting(int step, _, _, _) -> step < until;
            case NeedsAttention(int step, _, _, _) -> step < until;
            case Cancelling _, Succeeded _, Failed _, Cancelled _ -> false;
        };
    }

    /**
     * Somebody asked to cancel what is {@link #cancellable}. What was begun is undone, last step
     * first, and then what was written when it was accepted.
     */
    public static OperationState cancel(OperationState state, String asked, Instant now) {
        return switch (state) {
            case Pending _, NeedsApproval _ -> undo(Cancelling.ACCEPTANCE, asked, now);
            case Running(int step, _, _) -> undo(step, asked, now);
            case Waiting(int step, _, _, _) -> undo(step, asked, now);
            case NeedsAttention(int step, _, _, _) -> undo(step, asked, now);
            case Cancelling cancelling -> cancelling;
            case Succeeded _, Failed _, Cancelled _ -> throw ended(state);
        };
    }

    private static Cancelling undo(int step, String asked, Instant now) {
        return new Cancelling(step, 0, now, asked, null);
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
            case Outcome.GiveUp(ProblemCode code, String reason) -> new Failed(now, code, reason);
        };
    }

    private static OperationState afterUndoing(
            Cancelling cancelling, Outcome outcome, WorkflowFacts facts, Instant now) {
        int step = cancelling.step();
        int attempt = cancelling.attempt();
        String asked = cancelling.asked();
        return switch (outcome) {
            case Outcome.Done() ->
                    step > Cancelling.ACCEPTANCE ? undo(step - 1, asked, now) : new Cancelled(now);
            case Outcome.Retry(Duration after, String reason) ->
                    new Cancelling(step, attempt, now.plus(after), asked, reason);
            case Outcome.Await(String what) ->
                    new Cancelling(step, 0, now.plus(facts.poll()), asked, what);
            case Outcome.GiveUp(_, String reason) ->
                    new Failed(now, "could not be undone: " + reason);
        };
    }

    private static IllegalStateException ended(OperationState state) {
        return new IllegalStateException("the operation has ended: " + state.wire());
    }
}
