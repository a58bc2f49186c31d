package io.quarry.worker.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));

    @ParameterizedTest
    @CsvSource({
        "1, 125, 250",
        "2, 250, 500",
        "4, 1000, 2000",
        "8, 15000, 30000",
        "1000000, 15000, 30000",
        "0, 125, 250"
    })
    void doublesUpToTheLongestAndLeavesHalfToChance(int attempt, long least, long most) {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            assertThat(backoff.after(attempt, random).toMillis()).isBetween(least, most);
        }
    }

    @Test
    void spreadsThoseThatFailedTogether() {
        Random random = new Random(7);
        assertThat(
                        java.util.stream.Stream.generate(() -> backoff.after(5, random))
                                .limit(100)
                                .distinct()
                                .count())
                .isGreaterThan(80);
    }
}
