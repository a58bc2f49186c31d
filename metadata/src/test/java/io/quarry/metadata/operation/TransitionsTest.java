package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quarry.metadata.operation.OperationState.Cancelled;
import io.quarry.metadata.operation.OperationState.Cancelling;
import io.quarry.metadata.operation.OperationState.Failed;
import io.quarry.metadata.operation.OperationState.NeedsApproval;
import io.quarry.metadata.operation.OperationState.NeedsAttention;
import io.quarry.metadata.operation.OperationState.Pending;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Succeeded;
import io.quarry.metadata.operation.OperationState.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A workflow of three steps, the last of which is beyond return; a person should look at one that
 * has failed four times.
 */
class TransitionsTest {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration AFTER = Duration.ofSeconds(7);
    private static final WorkflowFacts FACTS = new WorkflowFacts(3, 2, 4, POLL);

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Instant OLD = NOW.minusSeconds(60);
    private static final Instant LEASE = NOW.plusSeconds(10);
    private static final Instant NEXT = NOW.plusSeconds(40);
    private static final Map<Instant, String> TIMES =
            Map.of(
                    OLD,
                    "old",
                    NOW,
                    "now",
                    LEASE,
                    "lease",
                    NEXT,
                    "next", //
                    NOW.plus(POLL),
                    "poll",
                    NOW.plus(AFTER),
                    "after");

    private static final List<OperationState> STATES =
            List.of(
                    new Pending(),
                    new Running(0, 1, LEASE),
                    new Running(1, 3, LEASE),
                    new Running(1, 4, LEASE),
                    new Running(2, 1, LEASE),
                    new Running(2, 5, LEASE),
                    new Waiting(1, 0, OLD, "gateways"),
                    new Waiting(1, 2, OLD, "full"),
                    new Waiting(2, 2, OLD, "full"),
                    new NeedsAttention(1, 4, OLD, "full"),
                    new NeedsAttention(2, 4, OLD, "full"),
                    new NeedsApproval(OLD, "data"),
                    new Cancelling(1, 0, OLD, "asked", null),
                    new Cancelling(1, 2, OLD, "asked", "away"),
                    new Cancelling(0, 1, OLD, "asked", null),
                    new Cancelling(-1, 1, OLD, "asked", null),
                    new Succeeded(OLD),
                    new Failed(OLD, "never"),
                    new Cancelled(OLD));

    /** A state's facts in the order of its record: step, attempt, until or at, reason. */
    private static final String CLAIM_AND_WISHES =
            """
            STATE                          | CLAIMED                        | CANCEL                   | APPROVE
            PENDING                        | RUNNING 0 1 next               | CANCELLING -1 0 now anew | nothing to approve
            NEEDS_APPROVAL old data        | not approved                   | CANCELLING -1 0 now anew | PENDING
            RUNNING 0 1 lease              | RUNNING 0 2 next               | CANCELLING 0 0 now anew  | nothing to approve
            RUNNING 1 3 lease              | RUNNING 1 4 next               | CANCELLING 1 0 now anew  | nothing to approve
            RUNNING 1 4 lease              | RUNNING 1 5 next               | CANCELLING 1 0 now anew  | nothing to approve
            RUNNING 2 1 lease              | RUNNING 2 2 next               | too late                 | nothing to approve
            RUNNING 2 5 lease              | RUNNING 2 6 next               | too late                 | nothing to approve
            WAITING 1 0 old gateways       | RUNNING 1 1 next               | CANCELLING 1 0 now anew  | nothing to approve
            WAITING 1 2 old full           | RUNNING 1 3 next               | CANCELLING 1 0 now anew  | nothing to approve
            WAITING 2 2 old full           | RUNNING 2 3 next               | too late                 | nothing to approve
            NEEDS_ATTENTION 1 4 old full   | RUNNING 1 5 next               | CANCELLING 1 0 now anew  | nothing to approve
            NEEDS_ATTENTION 2 4 old full   | RUNNING 2 5 next               | too late                 | nothing to approve
            CANCELLING 1 0 old asked       | CANCELLING 1 1 old asked       | too late                 | nothing to approve
            CANCELLING 1 2 old asked away  | CANCELLING 1 3 old asked away  | too late                 | nothing to approve
            CANCELLING 0 1 old asked       | CANCELLING 0 2 old asked       | too late                 | nothing to approve
            CANCELLING -1 1 old asked      | CANCELLING -1 2 old asked      | too late                 | nothing to approve
            SUCCEEDED old                  | ended                          | too late                 | ended
            FAILED old never               | ended                          | too late                 | ended
            CANCELLED old                  | ended                          | too late                 | ended
            """;

    private static final String ANSWERS =
            """
            STATE                          | DONE                     | RETRY                            | AWAIT                          | GIVE_UP
            PENDING                        | no step                  | no step                          | no step                        | no step
            NEEDS_APPROVAL old data        | no step                  | no step                          | no step                        | no step
            RUNNING 0 1 lease              | RUNNING 1 1 lease        | WAITING 0 1 after full           | WAITING 0 0 poll busy          | FAILED now never
            RUNNING 1 3 lease              | RUNNING 2 1 lease        | WAITING 1 3 after full           | WAITING 1 0 poll busy          | FAILED now never
            RUNNING 1 4 lease              | RUNNING 2 1 lease        | NEEDS_ATTENTION 1 4 after full   | WAITING 1 0 poll busy          | FAILED now never
            RUNNING 2 1 lease              | SUCCEEDED now            | WAITING 2 1 after full           | WAITING 2 0 poll busy          | FAILED now never
            RUNNING 2 5 lease              | SUCCEEDED now            | NEEDS_ATTENTION 2 5 after full   | WAITING 2 0 poll busy          | FAILED now never
            WAITING 1 0 old gateways       | no step                  | no step                          | no step                        | no step
            WAITING 1 2 old full           | no step                  | no step                          | no step                        | no step
            WAITING 2 2 old full           | no step                  | no step                          | no step                        | no step
            NEEDS_ATTENTION 1 4 old full   | no step                  | no step                          | no step                        | no step
            NEEDS_ATTENTION 2 4 old full   | no step                  | no step                          | no step                        | no step
            CANCELLING 1 0 old asked       | CANCELLING 0 0 now asked | CANCELLING 1 0 after asked full  | CANCELLING 1 0 poll asked busy | FAILED now could not be undone: never
            CANCELLING 1 2 old asked away  | CANCELLING 0 0 now asked | CANCELLING 1 2 after asked full  | CANCELLING 1 0 poll asked busy | FAILED now could not be undone: never
            CANCELLING 0 1 old asked       | CANCELLING -1 0 now asked | CANCELLING 0 1 after asked full | CANCELLING 0 0 poll asked busy | FAILED now could not be undone: never
            CANCELLING -1 1 old asked      | CANCELLED now            | CANCELLING -1 1 after asked full | CANCELLING -1 0 poll asked busy | FAILED now could not be undone: never
            SUCCEEDED old                  | ended                    | ended                            | ended                          | ended
            FAILED old never               | ended                    | ended                            | ended                          | ended
            CANCELLED old                  | ended                    | ended                            | ended                          | ended
            """;

    private static final Map<String, Map<String, String>> EXPECTED = expected();

    /** What can happen to an operation: a claim, a step's answer, somebody's wish. */
    enum Event {
        CLAIMED,
        DONE,
        RETRY,
        AWAIT,
        GIVE_UP,
        CANCEL,
        APPROVE;

        OperationState to(OperationState state) {
            return switch (this) {
                case CLAIMED -> Transitions.claimed(state, NEXT);
                case DONE -> next(state, new Outcome.Done());
                case RETRY -> next(state, new Outcome.Retry(AFTER, "full"));
                case AWAIT -> next(state, new Outcome.Await("busy"));
                case GIVE_UP -> next(state, new Outcome.GiveUp("never"));
                case CANCEL -> Transitions.cancel(state, "anew", NOW);
                case APPROVE -> Transitions.approve(state);
            };
        }

        private static OperationState next(OperationState state, Outcome outcome) {
            return Transitions.next(state, outcome, FACTS, NOW);
        }

        /** The event that this answer is; an answer that is new does not compile here. */
        static Event of(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Done _ -> DONE;
                case Outcome.Retry _ -> RETRY;
                case Outcome.Await _ -> AWAIT;
                case Outcome.GiveUp _ -> GIVE_UP;
            };
        }
    }

    static Stream<Arguments> everyStateAndEvent() {
        return STATES.stream()
                .flatMap(state -> Arrays.stream(Event.values()).map(e -> Arguments.of(state, e)));
    }

    @ParameterizedTest
    @MethodSource("everyStateAndEvent")
    void everyStateGoesWhereTheTableSays(OperationState state, Event event) {
        String expected = cell(state, event);
        switch (expected) {
            case "no step" ->
                    assertThatIllegalStateException()
                            .isThrownBy(() -> event.to(state))
                            .withMessage("no step is under way in " + state.wire());
            case "too late" -> assertThat(Transitions.cancellable(state, FACTS)).isFalse();
            case "not approved" ->
                    assertThatIllegalStateException()
                            .isThrownBy(() -> event.to(state))
                            .withMessage("nobody has approved it yet");
            case "nothing to approve" ->
                    assertThatIllegalStateException()
                            .isThrownBy(() -> event.to(state))
                            .withMessage("there is nothing to approve in " + state.wire());
            case "ended" ->
                    assertThatIllegalStateException()
                            .isThrownBy(() -> event.to(state))
                            .withMessage("the operation has ended: " + state.wire());
            default -> {
                assertThat(shown(event.to(state))).isEqualTo(expected);
                assertThat(event != Event.CANCEL || Transitions.cancellable(state, FACTS)).isTrue();
            }
        }
    }

    @Test
    void theTableHasEveryKindOfStateAndNoRowThatIsNotTried() {
        assertThat(STATES)
                .extracting(state -> (Object) state.getClass())
                .contains((Object[]) OperationState.class.getPermittedSubclasses());
        assertThat(EXPECTED.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        STATES.stream().map(TransitionsTest::shown).toList());
    }

    @Test
    void theEventsHaveEveryAnswer() {
        List<Outcome> outcomes =
                List.of(
                        new Outcome.Done(),
                        new Outcome.Retry(AFTER, "full"),
                        new Outcome.Await("busy"),
                        new Outcome.GiveUp("never"));
        assertThat(outcomes)
                .extracting(outcome -> (Object) outcome.getClass())
                .containsExactlyInAnyOrder((Object[]) Outcome.class.getPermittedSubclasses());
        assertThat(outcomes)
                .extracting(Event::of)
                .containsExactly(Event.DONE, Event.RETRY, Event.AWAIT, Event.GIVE_UP);
    }

    @ParameterizedTest
    @MethodSource("everyStateAndEvent")
    void aStateHasEndedIfNothingCanHappenToIt(OperationState state, Event event) {
        if (event != Event.CANCEL) {
            assertThat(state.terminal()).isEqualTo(cell(state, event).equals("ended"));
        }
    }

    @Test
    void whoIsCancelledAlreadyIsNotCancelledAnewAndWhoHasEndedNever() {
        Cancelling cancelling = new Cancelling(1, 2, OLD, "asked", "away");
        assertThat(Transitions.cancel(cancelling, "anew", NOW)).isEqualTo(cancelling);
        for (OperationState state : STATES) {
            if (state.terminal()) {
                assertThatIllegalStateException()
                        .isThrownBy(() -> Transitions.cancel(state, "anew", NOW));
            }
        }
    }

    @Test
    void onlyWhatWaitsForAnApprovalExpiresAndNothingOfItWasBegun() {
        for (OperationState state : STATES) {
            if (state instanceof NeedsApproval) {
                assertThat(Transitions.expire(state, OLD, NOW))
                        .isEqualTo(
                                new Cancelling(
                                        Cancelling.ACCEPTANCE,
                                        0,
                                        NOW,
                                        "nobody approved it by " + OLD,
                                        null));
            } else {
                assertThatIllegalStateException()
                        .isThrownBy(() -> Transitions.expire(state, OLD, NOW));
            }
        }
    }

    @Test
    void whereThereIsNoWayBackNothingIsCancellable() {
        WorkflowFacts never = new WorkflowFacts(3, 0, 4, POLL);
        assertThat(STATES).noneMatch(state -> Transitions.cancellable(state, never));
    }

    @Test
    void tryingAgainIsTheSamePlaceAndGoingOnIsNot() {
        assertThat(new Waiting(1, 3, OLD, "full").place())
                .isEqualTo(new Running(1, 1, LEASE).place())
                .isEqualTo(new NeedsAttention(1, 9, NOW, "full").place())
                .isNotEqualTo(new Running(2, 1, LEASE).place())
                .isNotEqualTo(new Cancelling(1, 0, NOW, "asked", null).place());
    }

    @Test
    void aWorkflowOfOneStepEndsWithIt() {
        WorkflowFacts one = new WorkflowFacts(1, 0, 1, POLL);
        assertThat(Transitions.next(new Running(0, 1, LEASE), new Outcome.Done(), one, NOW))
                .isEqualTo(new Succeeded(NOW));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, 0, 0", "-1, 0, 1", "1, -1, 1", "1, 2, 1"})
    void aWorkflowHasStepsAndAStepAttempts(int steps, int pointOfNoReturn, int attempts) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WorkflowFacts(steps, pointOfNoReturn, attempts, POLL));
    }

    private static String shown(OperationState state) {
        String facts =
                switch (state) {
                    case Pending() -> "";
                    case Running(int step, int attempt, Instant until) ->
                            step + " " + attempt + " " + time(until);
                    case Waiting(int step, int attempt, Instant until, String reason) ->
                            step + " " + attempt + " " + time(until) + " " + reason;
                    case NeedsAttention(int step, int attempt, Instant until, String reason) ->
                            step + " " + attempt + " " + time(until) + " " + reason;
                    case NeedsApproval(Instant since, String reason) -> time(since) + " " + reason;
                    case Cancelling(
                                    int step,
                                    int attempt,
                                    Instant until,
                                    String asked,
                                    String hindrance) ->
                            step
                                    + " "
                                    + attempt
                                    + " "
                                    + time(until)
                                    + " "
                                    + asked
                                    + (hindrance == null ? "" : " " + hindrance);
                    case Succeeded(Instant at) -> time(at);
                    case Failed(Instant at, _, String reason) -> time(at) + " " + reason;
                    case Cancelled(Instant at) -> time(at);
                };
        return (state.wire() + " " + facts).strip();
    }

    private static String time(Instant time) {
        return TIMES.getOrDefault(time, time.toString());
    }

    private static String cell(OperationState state, Event event) {
        return EXPECTED.getOrDefault(shown(state), Map.of())
                .getOrDefault(event.name(), "the table does not say");
    }

    private static Map<String, Map<String, String>> expected() {
        Map<String, Map<String, String>> expected = new HashMap<>();
        for (String table : List.of(CLAIM_AND_WISHES, ANSWERS)) {
            List<List<String>> lines = table.lines().map(TransitionsTest::cells).toList();
            List<String> head = lines.getFirst();
            for (List<String> cells : lines.subList(1, lines.size())) {
                Map<String, String> row =
                        expected.computeIfAbsent(cells.getFirst(), _ -> new HashMap<>());
                for (int column = 1; column < head.size(); column++) {
                    row.put(head.get(column), cells.get(column));
                }
            }
        }
        return expected;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }
}
