package io.quarry.metadata.quota;

import static io.quarry.metadata.quota.QuotaDimension.DISK_BYTES;
import static io.quarry.metadata.quota.QuotaDimension.MONTHLY_COST;
import static io.quarry.metadata.quota.QuotaDimension.NAMESPACES;
import static io.quarry.metadata.quota.QuotaDimension.OBJECTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fits into a quota, and what a refusal says. */
class QuotaRowTest {
    private static final QuotaLimits LIMITS =
            new QuotaLimits(2L, null, null, 100L, null, null, 0L, 10.0);
    private static final QuotaRow ROW =
            new QuotaRow(
                    TenantId.of("demo"),
                    LIMITS,
                    new Holding(1, new Capacity(7, 7, 60, 7, 7, 0), 950),
                    1,
                    Instant.EPOCH);

    @Test
    void whatReachesALimitStillFits() {
        Holding fits = new Holding(1, new Capacity(1L << 50, 1L << 50, 40, 9, 9, 0), 50);
        assertThat(ROW.exceededBy(fits)).isEmpty();
        Holding more = new Holding(2, new Capacity(0, 0, 41, 0, 0, 1), 51);
        assertThat(ROW.exceededBy(more))
                .containsExactly(NAMESPACES, DISK_BYTES, OBJECTS, MONTHLY_COST);
        assertThat(ROW.exceededBy(Holding.NOTHING)).isEmpty();
    }

    @Test
    void aRefusalNamesLimitUsedAndRequested() {
        Holding more = new Holding(0, new Capacity(0, 0, 41, 0, 0, 0), 51);
        ProblemException refusal = Refusals.exceeded(ROW, more, ROW.exceededBy(more));
        assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
        assertThat(refusal.detail())
                .isEqualTo(
                        "The quota of tenant demo leaves too little room: disk_bytes: limit 100,"
                                + " used 60, requested 41; monthly_cost: limit 10.00, used 9.50,"
                                + " requested 0.51.");
        assertThat(refusal.facts())
                .isEqualTo(
                        Map.of(
                                "exceeded",
                                List.of(
                                        Map.of(
                                                "dimension",
                                                "disk_bytes",
                                                "limit",
                                                100L,
                                                "used",
                                                60L,
                                                "requested",
                                                41L),
                                        Map.of(
                                                "dimension",
                                                "monthly_cost",
                                                "limit",
                                                10.0,
                                                "used",
                                                9.5,
                                                "requested",
                                                0.51))));
    }

    @Test
    void limitsBelowWhatIsReservedNameBoth() {
        QuotaLimits less = new QuotaLimits(1L, 6L, null, null, null, null, null, 9.49);
        ProblemException refusal = Refusals.belowReserved(ROW, less, ROW.above(less));
        assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_BELOW_RESERVED);
        assertThat(refusal.detail())
                .endsWith("millicores: limit 6, used 7; monthly_cost: limit 9.49, used 9.50.");
        assertThat(refusal.facts().toString()).doesNotContain("requested");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.29, 19.99, 2_500, 1_234_567.89})
    void aCostToTheHundredthIsKept(double cost) {
        assertThat(Cost.amount(Cost.cents(cost))).isEqualTo(cost);
        new QuotaLimits(null, null, null, null, null, null, null, cost).check();
    }
}
