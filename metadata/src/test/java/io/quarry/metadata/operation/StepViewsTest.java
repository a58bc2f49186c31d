package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepViewsTest {
    private static final Instant T1 = Instant.parse("2026-11-24T10:00:01Z");
    private static final Instant T2 = T1.plusSeconds(1);
    private static final Instant T3 = T1.plusSeconds(2);
    private final List<StepView> fresh =
            List.of(
                    StepView.pending(new StepPlan("a", "do a")),
                    StepView.pending(new StepPlan("b", "do b")));

    @Test
    void aStepIsSeenToBeginToWaitAndToEnd() {
        List<StepView> running = StepViews.after(fresh, new OperationState.Running(0, 1, T3), T1);
        assertThat(running)
                .extracting(StepView::state)
                .containsExactly(StepState.RUNNING, StepState.PENDING);
        assertThat(running.getFirst().startedAt()).isEqualTo(T1);

        List<StepView> waiting =
                StepViews.after(running, new OperationState.Waiting(0, 1, T3, "no room"), T2);
        assertThat(waiting.getFirst().state()).isEqualTo(StepState.WAITING);
        assertThat(waiting.getFirst().reason()).isEqualTo("no room");
        assertThat(waiting.getFirst().startedAt()).isEqualTo(T1);

        List<StepView> second = StepViews.after(waiting, new OperationState.Running(1, 1, T3), T3);
        assertThat(second)
                .extracting(StepView::state)
                .containsExactly(StepState.DONE, StepState.RUNNING);
        assertThat(second.getFirst().endedAt()).isEqualTo(T3);
        assertThat(second.getFirst().reason()).isNull();

        List<StepView> all = StepViews.after(second, new OperationState.Succeeded(T3), T3);
        assertThat(all).extracting(StepView::state).containsOnly(StepState.DONE);
    }

    @Test
    void attemptsAddUpAlthoughWaitingForSomethingCountsNone() {
        List<StepView> third = StepViews.after(fresh, new OperationState.Running(0, 3, T3), T1);
        List<StepView> awaiting =
                StepViews.after(third, new OperationState.Waiting(0, 0, T3, "gateway-1"), T2);
        assertThat(awaiting.getFirst().attempt()).isEqualTo(3);
    }

    @Test
    void aFailureShowsAtTheStepThatFailed() {
        List<StepView> running = StepViews.after(fresh, new OperationState.Running(1, 1, T3), T1);
        List<StepView> failed =
                StepViews.after(running, new OperationState.Failed(T2, "never"), T2);
        assertThat(failed)
                .extracting(StepView::state)
                .containsExactly(StepState.DONE, StepState.FAILED);
        assertThat(failed.getLast().reason()).isEqualTo("never");
        assertThat(failed.getLast().endedAt()).isEqualTo(T2);
    }

    @Test
    void whatIsUndoneShowsAndWhatWasNeverBegunIsSkipped() {
        List<StepView> three =
                List.of(
                        fresh.getFirst(),
                        fresh.getLast(),
                        StepView.pending(new StepPlan("c", "do c")));
        List<StepView> running = StepViews.after(three, new OperationState.Running(1, 2, T3), T1);
        List<StepView> second = StepViews.after(running, undoing(1, "away"), T2);
        assertThat(states(second))
                .containsExactly(StepState.DONE, StepState.UNDOING, StepState.PENDING);
        assertThat(second.get(1).reason()).isEqualTo("away");
        List<StepView> first = StepViews.after(second, undoing(0, null), T3);
        assertThat(states(first))
                .containsExactly(StepState.UNDOING, StepState.UNDONE, StepState.PENDING);
        assertThat(first.get(1).reason()).isNull();
        List<StepView> none = StepViews.after(first, undoing(-1, null), T3);
        assertThat(states(none))
                .containsExactly(StepState.UNDONE, StepState.UNDONE, StepState.PENDING);
        List<StepView> cancelled = StepViews.after(none, new OperationState.Cancelled(T3), T3);
        assertThat(states(cancelled))
                .containsExactly(StepState.UNDONE, StepState.UNDONE, StepState.SKIPPED);
        assertThat(cancelled.getFirst().startedAt()).isEqualTo(T1);
        assertThat(cancelled.getLast().startedAt()).isNull();
    }

    @Test
    void whatCannotBeUndoneShowsAtItsStep() {
        List<StepView> running = StepViews.after(fresh, new OperationState.Running(1, 1, T3), T1);
        List<StepView> undoing = StepViews.after(running, undoing(0, null), T2);
        assertThat(states(StepViews.after(undoing, new OperationState.Failed(T3, "never"), T3)))
                .containsExactly(StepState.FAILED, StepState.UNDONE);
    }

    private static OperationState undoing(int step, @Nullable String hindrance) {
        return new OperationState.Cancelling(step, 1, T3, "asked", hindrance);
    }

    private static List<StepState> states(List<StepView> views) {
        return views.stream().map(StepView::state).toList();
    }
}
