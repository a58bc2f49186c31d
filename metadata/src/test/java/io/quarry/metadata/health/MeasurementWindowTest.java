package io.quarry.metadata.health;

import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.Violation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementWindowTest {
    private static final Instant NOW = Instant.parse("2026-11-27T13:14:15Z");

    @ParameterizedTest
    @CsvSource({
        ", , 2026-11-27T12:14:00Z, 2026-11-27T13:14:15Z",
        "2026-11-27T11:59:59Z, , 2026-11-27T11:59:00Z, 2026-11-27T13:14:15Z",
        ", 2026-11-01T00:00:00Z, 2026-10-31T23:00:00Z, 2026-11-01T00:00:00Z",
        "2026-11-01T05:00:00Z, 2026-11-01T05:00:01Z, 2026-11-01T05:00:00Z, 2026-11-01T05:00:01Z"
    })
    void whatIsNotSaidIsTheLastHour(
            @Nullable Instant from, @Nullable Instant to, Instant begin, Instant end) {
        MeasurementWindow window = MeasurementWindow.of(from, to, NOW);
        assertThat(window.from()).isEqualTo(begin);
        assertThat(window.to()).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T13:00:00Z, 2026-11-27T13:00:00Z",
        "2026-11-27T13:14:15Z, ",
        "2026-11-27T13:00:00Z, 2026-11-27T11:00:00Z"
    })
    void nothingIsNoWindow(@Nullable Instant from, @Nullable Instant to) {
        var refused = refusal(() -> MeasurementWindow.of(from, to, NOW));
        assertThat(refused.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refused.violations()).extracting(Violation::field).containsExactly("from");
    }
}
