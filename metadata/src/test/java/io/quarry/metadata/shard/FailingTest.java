package io.quarry.metadata.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailingTest {
    @ParameterizedTest
    @CsvSource({
        "PROVISIONING,",
        "ACTIVE, FAILED",
        "CORDONED, FAILED",
        "DRAINING,",
        "RETIRED,",
        "FAILED,"
    })
    void whatTookNamespacesOrCouldAgainFails(ShardState now, @Nullable ShardState then) {
        assertThat(Failing.silent(now)).isEqualTo(Optional.ofNullable(then));
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, , ",
        "ACTIVE, CORDONED, ",
        "CORDONED, ACTIVE, ",
        "DRAINING, ACTIVE, ",
        "RETIRED, ACTIVE, ",
        "FAILED, ACTIVE, ACTIVE",
        "FAILED, CORDONED, CORDONED",
        "FAILED, , ACTIVE"
    })
    void whatFailedIsWhatItWas(
            ShardState now, @Nullable ShardState from, @Nullable ShardState then) {
        assertThat(Failing.answering(now, from)).isEqualTo(Optional.ofNullable(then));
    }
}
