package io.quarry.metadata.operation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees of the steps, derived from the operation's state alone, so that the two cannot
 * disagree.
 */
public final class StepViews {
    private StepViews() {}

    /**
     * @param before as they were seen until now
     */
    public static List<StepView> after(List<StepView> before, OperationState state, Instant now) {
        return switch (state) {
            case OperationState.Pending _, OperationState.NeedsApproval _ -> before;
            case OperationState.Running(int step, int attempt, _) ->
                    at(before, step, StepState.RUNNING, attempt, null, now);
            case OperationState.Waiting(int step, int attempt, _, String reason) ->
                    at(before, step, StepState.WAITING, attempt, reason, now);
            case OperationState.NeedsAttention(int step, int attempt, _, String reason) ->
                    at(before, step, StepState.WAITING, attempt, reason, now);
            case OperationState.Cancelling(int step, int attempt, _, _, String hindrance) ->
                    undoing(before, step, attempt, hindrance, now);
            case OperationState.Succeeded _ ->
                    at(before, before.size(), StepState.DONE, 0, null, now);
            case OperationState.Failed(_, _, String reason) ->
                    at(before, underWay(before), StepState.FAILED, 0, reason, now);
            case OperationState.Cancelled _ -> undone(before, now);
        };
    }

    private static List<StepView> at(
            List<StepView> before,
            int step,
            StepState state,
            int attempt,
            @Nullable String reason,
            Instant now) {
        List<StepView> after = new ArrayList<>(before.size());
        for (int index = 0; index < before.size(); index++) {
            StepView view = before.get(index);
            if (index < step) {
                after.add(ended(view, StepState.DONE, now));
            } else if (index == step) {
                int attempts = Math.max(view.attempt(), attempt);
                after.add(open(view, state, attempts, reason, now));
            } else {
                after.add(view);
            }
        }
        return after;
    }

    /** What lies behind is taken back, what lies ahead is as it was. */
    private static List<StepView> undoing(
            List<StepView> before, int step, int attempt, @Nullable String hindrance, Instant now) {
        List<StepView> after = new ArrayList<>(before.size());
        for (int index = 0; index < before.size(); index++) {
            StepView view = before.get(index);
            if (index > step && view.startedAt() != null) {
                after.add(ended(view, StepState.UNDONE, now));
            } else if (index == step) {
                after.add(open(view, StepState.UNDOING, attempt, hindrance, now));
            } else {
                after.add(view);
            }
        }
        return after;
    }

    private static List<StepView> undone(List<StepView> before, Instant now) {
        return before.stream()
                .map(
                        view ->
                                ended(
                                        view,
                                        view.startedAt() == null
                                                ? StepState.SKIPPED
                                                : StepState.UNDONE,
                                        now))
                .toList();
    }

    private static StepView open(
            StepView view, StepState state, int attempt, @Nullable String reason, Instant now) {
        return new StepView(
                view.name(),
                view.plan(),
                state,
                attempt,
                view.startedAt() == null ? now : view.startedAt(),
                state == StepState.FAILED ? now : null,
                reason);
    }

    private static StepView ended(StepView view, StepState state, Instant now) {
        if (view.state() == state) {
            return view;
        }
        boolean begun = state != StepState.SKIPPED;
        return new StepView(
                view.name(),
                view.plan(),
                state,
                begun ? Math.max(view.attempt(), 1) : view.attempt(),
                begun && view.startedAt() == null ? now : view.startedAt(),
                now,
                null);
    }

    /** Where a failure shows: the step that was begun or being undone, else the next. */
    private static int underWay(List<StepView> views) {
        int next = views.size();
        for (int index = 0; index < views.size(); index++) {
            switch (views.get(index).state()) {
                case RUNNING, WAITING, UNDOING -> {
                    return index;
                }
                case PENDING -> next = Math.min(next, index);
                case DONE, FAILED, SKIPPED, UNDONE -> {}
            }
        }
        return next;
    }
}
