package io.quarry.metadata.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Promised;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shard gives of what is asked for. */
class EffectiveOfTest {
    /** Engine, copies that it keeps or can, copies that were planned; copies that there are. */
    @ParameterizedTest
    @CsvSource({
        "CASSANDRA, , 3, 3",
        "CASSANDRA, 1, 3, 1",
        "CASSANDRA, 5, 3, 5",
        "POSTGRESQL, 2, 1, 2",
        "ELASTICSEARCH, 3, 2, 2",
        "ELASTICSEARCH, 1, 2, 1",
        "MEMCACHED, , 1, 1"
    })
    void copiesAreWhatTheEngineKeeps(Engine engine, @Nullable Long kept, int planned, int copies) {
        assertThat(EffectiveOf.copies(engine, new Promised(kept, null), planned)).isEqualTo(copies);
    }

    @Test
    void replicatedIsMetByCopiesThatAreKeptAndNotByNodesThatAreThere() {
        assertThat(warnings(3, Promised.NOTHING)).isEmpty();
        assertThat(warnings(3, new Promised(3L, null))).isEmpty();
        assertThat(warnings(3, new Promised(1L, null)))
                .containsExactly(
                        "durability is not met: shard cassandra-1 keeps one copy of each item");
        assertThat(warnings(1, new Promised(1L, null)))
                .containsExactly(
                        "durability is not met: shard cassandra-1 has one node, so each item has one"
                                + " copy");
        assertThat(warnings(3, new Promised(3L, "2 of 3 nodes are up")))
                .containsExactly(
                        "durability is at risk: shard cassandra-1 is impaired, 2 of 3 nodes are up");
    }

    private static List<String> warnings(int nodes, Promised promised) {
        Shard shard =
                new Shard(
                        "cassandra-1",
                        Engine.CASSANDRA,
                        ShardState.ACTIVE,
                        IntStream.range(0, nodes)
                                .mapToObj(node -> "10.0.0." + node + ":9042")
                                .toList(),
                        Map.of(),
                        new Capacity(1, 1, 1, 1, 1, 1),
                        Capacity.NONE,
                        "none",
                        Map.of());
        return EffectiveOf.warnings(NamespaceSpec.keyValue(), shard, promised, nodes);
    }
}
