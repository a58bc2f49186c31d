package io.quarry.metadata.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.IsoDuration;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {
    private static final Duration DAY = Duration.ofDays(1);

    /** 10 MiB are 10,485,760 bytes. */
    @ParameterizedTest
    @CsvSource({
        "0, P1D, P1D, 1",
        "121, P1D, P1D, 1",
        "122, P1D, PT12H, 1",
        "1000, P1D, PT1H, 1",
        "10000, P1D, PT15M, 1",
        "100000, P1D, PT1M, 1",
        "174762, P1D, PT1M, 1",
        "174763, P1D, PT1M, 2",
        "1747627, P1D, PT1M, 11",
        "0, P30D, P30D, 1",
        "10, P30D, P5D, 1"
    })
    void aPartitionIsAsLongAsItMayBe(
            double bytesPerSecond, Duration longest, String time, long events) {
        assertThat(Buckets.of(bytesPerSecond, null, longest))
                .isEqualTo(new Buckets(null, IsoDuration.of(time), events));
    }

    @Test
    void eachLengthDividesTheNextAndIsAtMostFiveTimesTheOneBefore() {
        for (int at = 1; at < Buckets.LENGTHS.size(); at++) {
            long before = Buckets.LENGTHS.get(at - 1).toSeconds();
            long length = Buckets.LENGTHS.get(at).toSeconds();
            assertThat(length % before).isZero();
            assertThat(length / before).isBetween(2L, 5L);
        }
    }

    /** Unless the time ends before: then it is less than 2 MiB. */
    @Property
    void aPartitionHoldsTwoToTenMebibytes(
            @ForAll @DoubleRange(min = 0.01, max = 1e9) double bytesPerSecond) {
        Buckets buckets = Buckets.of(bytesPerSecond, null, DAY);
        double bytes = bytesPerSecond * buckets.time().duration().toSeconds() / buckets.events();
        assertThat(bytes).isLessThanOrEqualTo(10 * Units.MIB);
        if (!buckets.time().duration().equals(DAY)) {
            assertThat(bytes).isGreaterThanOrEqualTo(2 * Units.MIB);
        }
    }
}
