package io.quarry.metadata.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.CacheChoice;
import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.Durability;
import io.quarry.metadata.namespace.EngineChoice;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.Isolation;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Workload;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Promised;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneLossTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
                    READ_YOUR_WRITES | 1 | 100 | keeps 0 of 1 copies, and 1 must answer
                    READ_YOUR_WRITES | 2 | 100 | keeps 1 of 2 copies, and 2 must answer
                    EVENTUAL         | 2 | 100 | -
                    READ_YOUR_WRITES | 3 | 100 | -
                    READ_YOUR_WRITES | 6 | 100 | -
                    READ_YOUR_WRITES | 3 | 400 | -
                    READ_YOUR_WRITES | 3 | 401 | has too few reads_per_second: limit 600, used 200, requested 401
                    """)
    void whatIsLeftMustAnswerAndBearTheRequests(
            Consistency consistency, int nodes, double reads, @Nullable String obstacle) {
        // 900 reads a second in three zones are 600 in two
        Capacity capacity = new Capacity(1L << 40, 1L << 50, 1L << 50, 900, 900, 10);
        Shard shard =
                new Shard(
                        "cassandra-1",
                        Engine.CASSANDRA,
                        ShardState.ACTIVE,
                        Collections.nCopies(nodes, "127.0.0.1:9042"),
                        Map.of(),
                        capacity,
                        new Capacity(0, 0, 0, 200, 0, 1),
                        "none",
                        Map.of());
        NamespaceSpec spec =
                new NamespaceSpec(
                        Abstraction.KEY_VALUE,
                        "",
                        new Workload(new Interval(null, reads, null), null, null, null, null, null),
                        Writes.LAST_WRITE_WINS,
                        consistency,
                        Durability.REPLICATED,
                        null,
                        CacheChoice.AUTO,
                        EngineChoice.AUTO,
                        Isolation.SHARED,
                        Map.of(),
                        false,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        assertThat(ZoneLoss.obstacles(shard, spec, Placing.estimate(spec, shard)))
                .extracting(Obstacle::reason)
                .isEqualTo(obstacle == null ? List.of() : List.of(obstacle));
    }

    @Test
    void anObjectStoreLosesItsZonesItself() {
        Shard shard =
                new Shard(
                        "s3-1",
                        Engine.S3,
                        ShardState.ACTIVE,
                        Collections.nCopies(1, "127.0.0.1:9000"),
                        Map.of(),
                        new Capacity(1, 1, 1L << 50, 900, 900, 10),
                        Capacity.NONE,
                        "none",
                        Map.of());
        NamespaceSpec spec = NamespaceSpec.of(Abstraction.OBJECT);
        assertThat(ZoneLoss.obstacles(shard, spec, Placing.estimate(spec, shard))).isEmpty();
        assertThat(EffectiveOf.warnings(spec, shard, Promised.NOTHING, 1)).isEmpty();
    }
}
