package io.quarry.metadata.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.capacity.Buckets;
import io.quarry.metadata.capacity.Layout;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EffectiveTest {
    private static final Buckets DAY = new Buckets(null, IsoDuration.of("P1D"), 1);
    private static final Buckets MINUTE = new Buckets(null, IsoDuration.of("PT1M"), 3);

    private static Effective in(@Nullable Buckets buckets, long millicores) {
        return new Effective(
                Engine.CASSANDRA,
                1,
                new Limits(1, 1),
                List.of(),
                List.of("because"),
                new Capacity(millicores, 0, 0, 0, 0, 2),
                new Layout(1, null, null, false, buckets),
                null);
    }

    @Test
    void partitionsStayAsTheyWereCutAndSayWhy() {
        Effective after = in(MINUTE, 7).inBucketsOf(in(DAY, 1));
        assertThat(after.layout().buckets()).isEqualTo(DAY);
        assertThat(after.demand().millicores()).isEqualTo(7);
        assertThat(after.reasons())
                .containsExactly(
                        "because",
                        "partitions stay as they were cut, P1D over 1, since they are found by it");
    }

    @Test
    void whatIsCutInTheSameWayOrNotAtAllIsLeftAlone() {
        assertThat(in(DAY, 7).inBucketsOf(in(DAY, 1))).isEqualTo(in(DAY, 7));
        assertThat(in(null, 7).inBucketsOf(in(null, 1))).isEqualTo(in(null, 7));
        assertThat(in(DAY, 7).inBucketsOf(in(null, 1))).isEqualTo(in(DAY, 7));
    }
}
