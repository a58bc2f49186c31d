package io.quarry.metadata.usage;

import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.UnreadableRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageWindowTest {
    private static final Instant NOW = Instant.parse("2026-11-27T13:14:15Z");
    private static final Uid UID = Uid.of("a2345678901234567890");

    @ParameterizedTest
    @CsvSource({
        ", , HOUR, 2026-11-26T14:00:00Z, 2026-11-27T14:00:00Z",
        ", , DAY, 2026-10-29T00:00:00Z, 2026-11-28T00:00:00Z",
        "2026-11-27T11:59:59Z, , HOUR, 2026-11-27T11:00:00Z, 2026-11-27T14:00:00Z",
        ", 2026-11-01T00:00:00Z, HOUR, 2026-10-31T00:00:00Z, 2026-11-01T00:00:00Z",
        "2026-11-01T05:00:00Z, 2026-11-01T05:00:01Z, DAY, 2026-11-01T00:00:00Z, 2026-11-02T00:00:00Z",
        "2026-11-01T05:00:00Z, 2026-11-01T06:00:00Z, HOUR, 2026-11-01T05:00:00Z, 2026-11-01T06:00:00Z"
    })
    void whatIsAskedForIsWidenedToWholeSteps(
            @Nullable Instant from,
            @Nullable Instant to,
            UsageStep step,
            Instant begin,
            Instant end) {
        UsageWindow window = UsageWindow.of(from, to, step, null, NOW);
        assertThat(window.from()).isEqualTo(begin);
        assertThat(window.to()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T13:00:00Z, 2026-11-27T13:00:00Z, HOUR",
        "2026-11-27T14:00:00Z, , HOUR",
        "2026-11-27T13:00:00Z, 2026-11-27T11:00:00Z, HOUR",
        "2026-10-01T00:00:00Z, 2026-11-01T01:00:00Z, HOUR",
        "2025-01-01T00:00:00Z, 2026-11-01T00:00:00Z, DAY"
    })
    void whatIsEmptyOrTooLongIsRefused(
            @Nullable Instant from, @Nullable Instant to, UsageStep step) {
        var refusal = refusal(() -> UsageWindow.of(from, to, step, null, NOW));
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.violations()).extracting(Violation::field).containsExactly("from");
    }

    @Test
    void theLongestWindowIsOneOfThirtyOneDaysOfHours() {
        Instant to = Instant.parse("2026-11-01T00:00:00Z");
        Instant from = to.minus(Duration.ofDays(31));
        assertThat(UsageWindow.of(from, to, UsageStep.HOUR, null, NOW).from()).isEqualTo(from);
    }

    @Test
    void aTokenHoldsWhileWhatWasNotSaidMovesOn() {
        UsageWindow first = UsageWindow.of(null, null, UsageStep.HOUR, null, NOW);
        UsageWindow later =
                UsageWindow.of(null, null, UsageStep.HOUR, null, NOW.plus(Duration.ofHours(1)));
        assertThat(later.asked()).isEqualTo(first.asked());
        assertThat(UsageWindow.of(null, NOW, UsageStep.HOUR, null, NOW).asked())
                .isNotEqualTo(first.asked());
    }

    @Test
    void aBatchIsReadAsItWasWritten() {
        UsageBatch batch =
                new UsageBatch(UUID.randomUUID(), List.of(Cells.cell(UID, Cells.HOUR, 3)));
        assertThat(UsageBatch.of(batch.text())).isEqualTo(batch);
        assertThat(batch.text())
                .contains("\"hour\":\"2026-11-27T13:00:00Z\"", "\"bytes_in\":9")
                .doesNotContain("tenant");
        assertThat(UsageBatch.of(batch.text().replace("{\"run\"", "{\"newer\":1,\"run\"")))
                .isEqualTo(batch);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "null",
                "[]",
                "{}",
                "{\"run\": \"d1f3c5a0-0000-4000-8000-000000000000\"}",
                "{\"run\": \"x\", \"cells\": []}",
                "{\"cells\": []}",
                "{\"run\": \"d1f3c5a0-0000-4000-8000-000000000000\", \"cells\": [{}]}",
                "{\"run\": \"d1f3c5a0-0000-4000-8000-000000000000\", \"cells\": [{\"uid\":"
                        + " \"a2345678901234567890\", \"hour\": \"2026-11-27T13:00:01Z\"}]}",
                "{\"run\": \"d1f3c5a0-0000-4000-8000-000000000000\", \"cells\": [{\"uid\":"
                        + " \"a2345678901234567890\", \"hour\": \"2026-11-27T13:00:00Z\", \"reads\":"
                        + " -1}]}",
                "{\"run\": \"d1f3c5a0-0000-4000-8000-000000000000\", \"cells\": [{\"uid\": \"x\","
                        + " \"hour\": \"2026-11-27T13:00:00Z\"}]}"
            })
    void whatIsNoBatchIsToldAsSuch(String text) {
        assertThatThrownBy(() -> UsageBatch.of(text)).isInstanceOf(UnreadableRow.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "x a2345678901234567890",
                "-1 a2345678901234567890",
                "1 x",
                "99999999999999 a2345678901234567890",
                "1 a2345678901234567890 1"
            })
    void whatIsNoCursorIsToldAsSuch(String key) {
        assertThatThrownBy(() -> UsageCursor.of(key)).isInstanceOf(IllegalArgumentException.class);
    }
}
