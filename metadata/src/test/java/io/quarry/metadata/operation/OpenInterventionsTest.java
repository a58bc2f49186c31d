package io.quarry.metadata.operation;

import static io.quarry.metadata.operation.Intervention.APPROVE;
import static io.quarry.metadata.operation.Intervention.CANCEL;
import static io.quarry.metadata.operation.Intervention.RETRY;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OpenInterventionsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    private static Operation in(
            String state,
            boolean cancellable,
            @Nullable Instant approvalUntil,
            @Nullable ProblemView problem) {
        return new Operation(
                new UUID(0, 1),
                OperationType.DRAIN_SHARD,
                state,
                Target.shard("cassandra-2"),
                "user:ada",
                new Plan("Drain cassandra-2", List.of()),
                List.of(),
                new Progress(0, 2, "steps"),
                null,
                cancellable,
                approvalUntil,
                problem,
                NOW,
                null);
    }

    private static Operation in(String state, boolean cancellable) {
        return in(state, cancellable, null, null);
    }

    @Test
    void onlyWhatWaitsIsTriedAgain() {
        for (String waits : List.of("WAITING", "NEEDS_ATTENTION")) {
            assertThat(OpenInterventions.of(in(waits, true), NOW)).containsExactly(CANCEL, RETRY);
            assertThat(OpenInterventions.of(in(waits, false), NOW)).containsExactly(RETRY);
        }
        assertThat(OpenInterventions.of(in("CANCELLING", false), NOW)).containsExactly(RETRY);
        for (String goesOn : List.of("PENDING", "RUNNING")) {
            assertThat(OpenInterventions.of(in(goesOn, true), NOW)).containsExactly(CANCEL);
            assertThat(OpenInterventions.of(in(goesOn, false), NOW)).isEmpty();
        }
    }

    @Test
    void whatHasEndedIsLeftAlone() {
        for (String ended : List.of("SUCCEEDED", "FAILED", "CANCELLED")) {
            assertThat(OpenInterventions.of(in(ended, false), NOW)).isEmpty();
        }
    }

    @Test
    void anApprovalIsOpenUntilItsTimeIsUp() {
        assertThat(OpenInterventions.of(in("NEEDS_APPROVAL", true, NOW.plusSeconds(1), null), NOW))
                .containsExactly(CANCEL, APPROVE);
        assertThat(OpenInterventions.of(in("NEEDS_APPROVAL", true, NOW, null), NOW))
                .containsExactly(CANCEL);
    }

    @Test
    void whatAnotherVersionWroteIsItsOwn() {
        ProblemView unreadable = ProblemView.of(ProblemCode.OPERATION_UNREADABLE, "of another");
        assertThat(OpenInterventions.of(in("WAITING", false, null, unreadable), NOW)).isEmpty();
    }
}
