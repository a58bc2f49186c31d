package io.quarry.metadata.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarry.metadata.namespace.CacheChoice;
import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.Durability;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.EngineChoice;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.Isolation;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Workload;
import io.quarry.metadata.namespace.Writes;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PlacingTest {
    private static final NamespaceSpec ANY = NamespaceSpec.keyValue();
    private static final Shard SHARD = shard("cassandra-1", 10, 3);

    @ParameterizedTest
    @EnumSource
    void onlyAShardThatIsActiveWillDo(ShardState state) {
        Placing placing = Placing.among(List.of(in(state, SHARD)), ANY);
        if (state == ShardState.ACTIVE) {
            assertThat(placing.candidates()).containsExactly(SHARD);
            assertThat(placing.whyNot()).isEmpty();
        } else {
            assertThat(placing.candidates()).isEmpty();
            assertThat(placing.whyNot()).containsExactly("cassandra-1 is " + state);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyCassandraWillDo(Engine engine) {
        Placing placing = Placing.among(List.of(of(engine, SHARD)), ANY);
        assertThat(placing.best().isPresent()).isEqualTo(engine == Engine.CASSANDRA);
        assertThat(placing.whyNot())
                .isEqualTo(
                        engine == Engine.CASSANDRA
                                ? List.of()
                                : List.of("cassandra-1 is of engine " + engine));
    }

    @Test
    void aLabelThatContradictsKeepsAShardOutAndOneThatIsNotSaidDoesNot() {
        NamespaceSpec inEurope = labelled(Map.of("region", "eu", "team", "identity"));
        Shard same = labelled(shard("same", 10, 0), Map.of("region", "eu"));
        Shard other = labelled(shard("other", 10, 0), Map.of("region", "us"));
        Shard silent = labelled(shard("silent", 10, 0), Map.of("rack", "b"));
        Placing placing = Placing.among(List.of(same, other, silent), inEurope);
        assertThat(placing.candidates()).containsExactly(same, silent);
        assertThat(placing.whyNot()).containsExactly("other has label region=us");
    }

    @ParameterizedTest
    @CsvSource({"10, 9, true", "10, 10, false", "10, 11, false", "0, 0, false"})
    void aShardMustHaveRoomForATable(int capacity, int reserved, boolean room) {
        Placing placing = Placing.among(List.of(shard("shard-1", capacity, reserved)), ANY);
        assertThat(placing.best().isPresent()).isEqualTo(room);
        assertThat(placing.whyNot())
                .isEqualTo(
                        room
                                ? List.of()
                                : List.of(
                                        "shard-1 is full: %d of %d tables are reserved"
                                                .formatted(reserved, capacity)));
    }

    @Test
    void theEmptiestIsTheBestAndAmongEqualsTheFirstById() {
        Shard most = shard("most", 100, 10);
        Shard more = shard("more", 20, 0);
        Shard alsoMore = shard("also-more", 1000, 980);
        Shard least = shard("least", 5, 4);
        Placing placing = Placing.among(List.of(least, more, alsoMore, most), ANY);
        assertThat(placing.candidates()).containsExactly(most, alsoMore, more, least);
        assertThat(placing.best()).contains(most);
    }

    @Test
    void theRefusalSaysWhatSpeaksAgainstEachShard() {
        Placing placing =
                Placing.among(
                        List.of(
                                in(ShardState.CORDONED, shard("one", 10, 0)),
                                shard("two", 2, 2),
                                labelled(shard("three", 10, 0), Map.of("region", "us"))),
                        labelled(Map.of("region", "eu")));
        assertThat(placing.best()).isEmpty();
        assertThat(placing.refusal().code()).isEqualTo(ProblemCode.NO_CAPACITY);
        assertThat(placing.refusal().detail())
                .isEqualTo(
                        "No shard can take this namespace: one is CORDONED; two is full: 2 of 2"
                                + " tables are reserved; three has label region=us.");
    }

    @Test
    void whereThereIsNoShardTheRefusalSaysSo() {
        assertThat(Placing.among(List.of(), ANY).refusal().detail())
                .isEqualTo("No shard can take this namespace: there is none.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    READS | HIGH  | WRITES | HIGH | READS ALLOWED | WRITES ALLOWED
                          |       |        |      | 1000          | 500
                    100   |       | 30     |      | 200           | 60
                    100   | 150   | 30     | 900  | 150           | 900
                    100   | 100   |        |      | 100           | 500
                          |       | 0.2    |      | 1000          | 1
                    0     |       | 0      | 0    | 1             | 1
                    1e12  |       | 1      |      | 2e12          | 2
                    """)
    void admissionAllowsTheHighEndElseTwiceTheMiddleElseADefault(
            @Nullable Double reads,
            @Nullable Double readsHigh,
            @Nullable Double writes,
            @Nullable Double writesHigh,
            double readsAllowed,
            double writesAllowed) {
        NamespaceSpec spec = expecting(interval(reads, readsHigh), interval(writes, writesHigh));
        assertThat(Placing.effective(spec, SHARD).limits())
                .isEqualTo(new Limits(readsAllowed, writesAllowed));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "3, 3", "4, 3"})
    void thereAreThreeCopiesWhereThereAreNodesForThem(int nodes, int copies) {
        assertThat(Placing.effective(ANY, nodes(nodes, SHARD)).replication()).isEqualTo(copies);
    }

    @ParameterizedTest
    @CsvSource({
        "REPLICATED, 1, true",
        "REPLICATED, 2, false",
        "BEST_EFFORT, 1, false",
        "BEST_EFFORT, 2, false"
    })
    void oneCopyIsNotReplicated(Durability durability, int nodes, boolean warned) {
        Effective effective = Placing.effective(durable(durability), nodes(nodes, SHARD));
        assertThat(effective.warnings())
                .isEqualTo(
                        warned
                                ? List.of(
                                        "durability is not met: shard cassandra-1 has one node, so"
                                                + " each item has one copy")
                                : List.of());
    }

    @Test
    void aLabelThatTheShardDoesNotSayIsWarnedOf() {
        NamespaceSpec spec = labelled(Map.of("region", "eu", "team", "identity"));
        Shard shard = labelled(SHARD, Map.of("region", "eu"));
        assertThat(Placing.effective(spec, shard).warnings())
                .containsExactly("label team: shard cassandra-1 does not say");
    }

    @Test
    void whatIsChosenSaysWhy() {
        Effective effective = Placing.effective(ANY, SHARD);
        assertThat(effective.engine()).isEqualTo(Engine.CASSANDRA);
        assertThat(effective.warnings()).isEmpty();
        assertThat(effective.reasons())
                .contains("cassandra-1 has room for 7 more tables")
                .hasSize(3);
    }

    private static @Nullable Interval interval(@Nullable Double mid, @Nullable Double high) {
        return mid == null ? null : new Interval(null, mid, high);
    }

    private static NamespaceSpec expecting(@Nullable Interval reads, @Nullable Interval writes) {
        return spec(
                new Workload(reads, writes, null, null, null, null),
                Durability.REPLICATED,
                Map.of());
    }

    private static NamespaceSpec durable(Durability durability) {
        return spec(Workload.unsaid(), durability, Map.of());
    }

    private static NamespaceSpec labelled(Map<String, String> labels) {
        return spec(Workload.unsaid(), Durability.REPLICATED, labels);
    }

    private static NamespaceSpec spec(
            Workload workload, Durability durability, Map<String, String> labels) {
        return new NamespaceSpec(
                ANY.abstraction(),
                "",
                workload,
                Writes.LAST_WRITE_WINS,
                Consistency.READ_YOUR_WRITES,
                durability,
                null,
                CacheChoice.AUTO,
                EngineChoice.AUTO,
                Isolation.SHARED,
                labels,
                false);
    }

    /** Of three nodes, without labels. */
    private static Shard shard(String id, int capacity, int reserved) {
        return new Shard(
                id,
                Engine.CASSANDRA,
                ShardState.ACTIVE,
                Collections.nCopies(3, "localhost:9042"),
                Map.of(),
                new Capacity(capacity),
                new Capacity(reserved),
                id,
                Map.of());
    }

    private static Shard in(ShardState state, Shard like) {
        return like(like, like.engine(), state, like.endpoints(), like.labels());
    }

    private static Shard of(Engine engine, Shard like) {
        return like(like, engine, like.state(), like.endpoints(), like.labels());
    }

    private static Shard labelled(Shard like, Map<String, String> labels) {
        return like(like, like.engine(), like.state(), like.endpoints(), labels);
    }

    private static Shard nodes(int nodes, Shard like) {
        List<String> endpoints = Collections.nCopies(nodes, "localhost:9042");
        return like(like, like.engine(), like.state(), endpoints, like.labels());
    }

    private static Shard like(
            Shard like,
            Engine engine,
            ShardState state,
            List<String> endpoints,
            Map<String, String> labels) {
        return new Shard(
                like.id(),
                engine,
                state,
                endpoints,
                labels,
                like.capacity(),
                like.reserved(),
                like.credentialRef(),
                like.settings());
    }
}
