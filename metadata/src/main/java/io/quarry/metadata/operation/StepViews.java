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
            case OperationState.Pending _ -> before;
            case OperationState.Running(int step, int attempt, _) ->
                    at(before, step, StepState.RUNNING, attempt, null, now);
            case OperationState.Waiting(int step, int attempt, _, String reason) ->
                    at(before, step, StepState.WAITING, attempt, reason, now);
            case OperationState.NeedsAttention(int step, int attempt, _, String reason) ->
                    at(before, step, StepState.WAITING, attempt, reason, now);
            case OperationState.Cancelling(int step, _, String reason) ->
                    at(before, step, StepState.WAITING, before.get(step).attempt(), reason, now);
            case OperationState.Succeeded _ ->
                    at(before, before.size(), StepState.DONE, 0, null, now);
            case OperationState.Failed(_, String reason) ->
                    at(before, open(before), StepState.FAILED, 0, reason, now);
            case OperationState.Cancelled _ ->
                    at(before, open(before), StepState.SKIPPED, 0, null, now);
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
                after.add(done(view, now));
            } else if (index == step) {
                boolean ended = state == StepState.FAILED || state == StepState.SKIPPED;
                after.add(
                        new StepView(
                                view.name(),
                                view.plan(),
                                state,
                                Math.max(view.attempt(), attempt),
                                view.startedAt() == null ? now : view.startedAt(),
                                ended ? now : null,
                                reason));
            } else {
                after.add(view);
            }
        }
        return after;
    }

    private static StepView done(StepView view, Instant now) {
        return view.state() == StepState.DONE
                ? view
                : new StepView(
                        view.name(),
                        view.plan(),
                        StepState.DONE,
                        Math.max(view.attempt(), 1),
                        view.startedAt() == null ? now : view.startedAt(),
                        now,
                        null);
    }

    private static int open(List<StepView> views) {
        int index = 0;
        while (index < views.size() && views.get(index).state() == StepState.DONE) {
            index++;
        }
        return index;
    }
}
