package io.quarry.metadata.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.IsoDuration;
import io.quarry.metadata.namespace.TimeSeriesSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Worked cases of time-series; docs/capacity.md has the arithmetic. */
class TimeSeriesModelTest {
    /** Retention, acceptance, events/s, series; slice, tables, time bucket, event buckets. */
    @ParameterizedTest
    @CsvSource({
        "P30D, P1D, 2, 10000, P15D, 4, P15D, 1",
        "P30D, P1D, 1000, 10000, P5D, 8, PT1H, 1",
        "P30D, P1D, 100000, 10000, P5D, 8, PT1M, 1",
        "P30D, P1D, 100000, 10, P5D, 8, PT1M, 573",
        "P7D, P1D, 1000, 1000, P2D, 6, PT15M, 1",
        "P1D, PT1H, 1000, 1000, PT4H, 8, PT15M, 1",
        "P1D, P1D, 1000, 1000, P1D, 4, PT15M, 1",
        "P365D, P1D, 1000, 1000000, P61D, 8, P5D, 1",
        "P3650D, P1D, 1000, 1000000, P609D, 8, P5D, 1",
        "P60D, P30D, 1000, 1000000, P30D, 5, P5D, 1"
    })
    void slicesComeFromTheRetentionAndPartitionsFromTheEvents(
            String retention,
            String acceptance,
            double events,
            double series,
            String slice,
            long tables,
            String time,
            long spread) {
        Estimate estimate = series(retention, acceptance, 100.0, events, 900.0, series, 3);
        assertThat(estimate.engine()).isEqualTo(Engine.CASSANDRA);
        assertThat(estimate.layout().buckets())
                .isEqualTo(new Buckets(IsoDuration.of(slice), IsoDuration.of(time), spread));
        assertThat(estimate.demand().objects()).isEqualTo(tables);
        assertThat(estimate.reasons()).anyMatch(said -> said.startsWith("a slice is "));
    }

    @Test
    void whatIsKeptFollowsFromWhatIsWritten() {
        assertThat(series("P30D", "P1D", 100.0, 1_000.0, 924.0, 10_000.0, 3).demand())
                .isEqualTo(
                        new Capacity(3_210, 208_170_538_692L, 16_890_414_545_455L, 100, 1_000, 8));
    }

    private static Estimate series(
            String retention,
            String acceptance,
            double reads,
            double events,
            double bytes,
            double series,
            int nodes) {
        return Planner.estimate(
                Workloads.series(
                        new TimeSeriesSpec(IsoDuration.of(retention), IsoDuration.of(acceptance)),
                        Workloads.said(reads, events, bytes, series, null)),
                nodes);
    }
}
