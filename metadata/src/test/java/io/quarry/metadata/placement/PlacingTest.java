package io.quarry.metadata.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.capacity.Planner;
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
import io.quarry.metadata.shard.Dimension;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Promised;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import java.util.Arrays;
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
    private static final Cost COST = new Cost("USD", 1.5);
    private static final Shard SHARD = shard("cassandra-1", 10, 3);

    @ParameterizedTest
    @EnumSource
    void onlyAShardThatIsActiveWillDo(ShardState state) {
        Placing placing = Placing.among(List.of(in(state, SHARD)), ANY);
        if (state == ShardState.ACTIVE) {
            assertThat(shards(placing)).containsExactly(SHARD);
            assertThat(sentences(placing)).isEmpty();
        } else {
            assertThat(placing.candidates()).isEmpty();
            assertThat(sentences(placing)).containsExactly("cassandra-1 is " + state);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyCassandraWillDo(Engine engine) {
        Placing placing = Placing.among(List.of(of(engine, SHARD)), ANY);
        assertThat(placing.best().isPresent()).isEqualTo(engine == Engine.CASSANDRA);
        assertThat(sentences(placing))
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
        assertThat(shards(placing)).containsExactly(same, silent);
        assertThat(sentences(placing)).containsExactly("other has label region=us");
    }

    @ParameterizedTest
    @CsvSource({"10, 9, true", "10, 10, false", "0, 0, false"})
    void aShardMustHaveRoomForATable(int capacity, int reserved, boolean room) {
        Placing placing = Placing.among(List.of(shard("shard-1", capacity, reserved)), ANY);
        assertThat(placing.best().isPresent()).isEqualTo(room);
        assertThat(sentences(placing))
                .isEqualTo(
                        room
                                ? List.of()
                                : List.of(
                                        "shard-1 is full: %d of %d tables are reserved, 1 requested"
                                                .formatted(reserved, capacity)));
    }

    @Test
    void theLeastDominantShareIsTheBestAndAmongEqualsTheFirstById() {
        Shard most = shard("most", 100, 10);
        Shard more = shard("more", 20, 0);
        Shard alsoMore = shard("also-more", 1000, 980);
        Shard least = shard("least", 5, 4);
        Placing placing = Placing.among(List.of(least, more, alsoMore, most), ANY);
        assertThat(shards(placing)).containsExactly(more, most, alsoMore, least);
        assertThat(placing.best().map(Candidate::shard)).contains(more);
    }

    @Test
    void eachDimensionIsAHardConstraintAndSaysItsNumbers() {
        Capacity demand = Planner.estimate(ANY, 3).demand();
        for (Dimension dimension : Dimension.values()) {
            Shard shard = full(dimension, demand);
            List<Obstacle> obstacles =
                    Placing.among(List.of(shard), ANY).unfit().getFirst().obstacles();
            assertThat(obstacles).hasSize(1);
            assertThat(obstacles.getFirst().dimension()).isEqualTo(dimension);
            assertThat(obstacles.getFirst().limit()).isEqualTo(shard.capacity().of(dimension));
            assertThat(obstacles.getFirst().used()).isEqualTo(shard.reserved().of(dimension));
            assertThat(obstacles.getFirst().requested()).isEqualTo(demand.of(dimension));
        }
    }

    @Test
    void everythingThatSpeaksAgainstAShardIsSaid() {
        Shard shard =
                labelled(
                        full(Dimension.OBJECTS, new Capacity(0, 0, 0, 0, 0, 1)),
                        Map.of("region", "us"));
        assertThat(sentences(Placing.among(List.of(shard), labelled(Map.of("region", "eu")))))
                .containsExactly(
                        "full has label region=us and is full: 100 of 100 tables are reserved, 1"
                                + " requested");
    }

    @Test
    void whatDominatesDecidesAndNotWhatThereIsMostOf() {
        // half of the memory is gone on one, and a tenth of the tables on the other
        Shard lean = like(SHARD, new Capacity(0, 1L << 49, 0, 0, 0, 1), "lean");
        Shard busy = like(SHARD, new Capacity(0, 0, 0, 0, 0, 1), "busy");
        assertThat(shards(Placing.among(List.of(lean, busy), ANY))).containsExactly(busy, lean);
    }

    @Test
    void aDedicatedNamespaceGetsAnEmptyShardThatIsKeptForIt() {
        Map<String, String> kept = Map.of("isolation", "dedicated");
        Shard empty = labelled(shard("empty", 10, 0), kept);
        Shard taken = labelled(shard("taken", 10, 10), kept);
        Shard shared = shard("shared", 10, 0);
        List<Shard> fleet = List.of(empty, taken, shared);
        Placing dedicated = Placing.among(fleet, isolated(Isolation.DEDICATED));
        assertThat(shards(dedicated)).containsExactly(empty);
        assertThat(dedicated.candidates().getFirst().estimate().demand())
                .isEqualTo(empty.capacity());
        assertThat(sentences(dedicated))
                .anySatisfy(it -> assertThat(it).startsWith("taken holds another namespace"))
                .contains("shared is shared");
        Placing others = Placing.among(fleet, ANY);
        assertThat(shards(others)).containsExactly(shared);
        assertThat(sentences(others)).contains("empty is kept for a dedicated namespace");
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
                                + " tables are reserved, 1 requested; three has label region=us.");
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
        assertThat(effective(spec, SHARD).limits())
                .isEqualTo(new Limits(readsAllowed, writesAllowed));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "3, 3", "4, 3"})
    void thereAreThreeCopiesWhereThereAreNodesForThem(int nodes, int copies) {
        assertThat(effective(ANY, nodes(nodes, SHARD)).replication()).isEqualTo(copies);
    }

    @ParameterizedTest
    @CsvSource({
        "REPLICATED, 1, true",
        "REPLICATED, 2, false",
        "BEST_EFFORT, 1, false",
        "BEST_EFFORT, 2, false"
    })
    void oneCopyIsNotReplicated(Durability durability, int nodes, boolean warned) {
        Effective effective = effective(durable(durability), nodes(nodes, SHARD));
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
        assertThat(effective(spec, shard).warnings())
                .containsExactly("label team: shard cassandra-1 does not say");
    }

    @Test
    void whatIsChosenSaysWhy() {
        Effective effective = effective(ANY, SHARD);
        assertThat(effective.engine()).isEqualTo(Engine.CASSANDRA);
        assertThat(effective.warnings()).isEmpty();
        assertThat(effective.reasons())
                .contains("workload.items is not said; 10000 is assumed")
                .contains(
                        "of the shards that will do, cassandra-1 is the one whose dominant share stays least");
        assertThat(effective.demand()).isEqualTo(Planner.estimate(ANY, 3).demand());
        assertThat(effective.layout().replication()).isEqualTo(3);
        assertThat(effective.monthlyCost()).isEqualTo(COST);
    }

    private static @Nullable Interval interval(@Nullable Double mid, @Nullable Double high) {
        return mid == null ? null : new Interval(null, mid, high);
    }

    private static NamespaceSpec expecting(@Nullable Interval reads, @Nullable Interval writes) {
        return spec(
                new Workload(reads, writes, null, null, null, null),
                Durability.REPLICATED,
                Map.of(),
                Isolation.SHARED);
    }

    private static NamespaceSpec durable(Durability durability) {
        return spec(Workload.unsaid(), durability, Map.of(), Isolation.SHARED);
    }

    private static NamespaceSpec labelled(Map<String, String> labels) {
        return spec(Workload.unsaid(), Durability.REPLICATED, labels, Isolation.SHARED);
    }

    private static NamespaceSpec spec(
            Workload workload,
            Durability durability,
            Map<String, String> labels,
            Isolation isolation) {
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
                isolation,
                labels,
                false,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private static Effective effective(NamespaceSpec spec, Shard shard) {
        return EffectiveOf.placed(
                spec, shard, Promised.NOTHING, Placing.estimate(spec, shard), COST);
    }

    private static List<Shard> shards(Placing placing) {
        return placing.candidates().stream().map(Candidate::shard).toList();
    }

    private static List<String> sentences(Placing placing) {
        return placing.unfit().stream().map(Unfit::sentence).toList();
    }

    /** So much that only the number of objects is scarce. */
    private static Capacity ample(long objects) {
        return new Capacity(1L << 50, 1L << 50, 1L << 50, 1L << 50, 1L << 50, objects);
    }

    /** Of three nodes, without labels. */
    private static Shard shard(String id, int capacity, int reserved) {
        return new Shard(
                id,
                Engine.CASSANDRA,
                ShardState.ACTIVE,
                Collections.nCopies(3, "localhost:9042"),
                Map.of(),
                ample(capacity),
                new Capacity(0, 0, 0, 0, 0, reserved),
                id,
                Map.of());
    }

    /** In one dimension a unit short of that demand. */
    private static Shard full(Dimension dimension, Capacity demand) {
        long[] used = new long[Dimension.values().length];
        long[] room = new long[Dimension.values().length];
        Arrays.fill(room, 1L << 50);
        used[dimension.ordinal()] = 100;
        room[dimension.ordinal()] = 100 + demand.of(dimension) - 1;
        return new Shard(
                "full",
                Engine.CASSANDRA,
                ShardState.ACTIVE,
                SHARD.endpoints(),
                Map.of(),
                new Capacity(room[0], room[1], room[2], room[3], room[4], room[5]),
                new Capacity(used[0], used[1], used[2], used[3], used[4], used[5]),
                "full",
                Map.of());
    }

    private static Shard like(Shard like, Capacity reserved, String id) {
        return new Shard(
                id,
                like.engine(),
                like.state(),
                like.endpoints(),
                like.labels(),
                like.capacity(),
                reserved,
                id,
                like.settings());
    }

    /** Of which a thousandth of the disk is reserved. */
    private static Shard using(long diskBytes) {
        return new Shard(
                "cassandra-1",
                Engine.CASSANDRA,
                ShardState.ACTIVE,
                SHARD.endpoints(),
                Map.of(),
                new Capacity(1L << 50, 1L << 50, 1L << 50, 1L << 50, 1L << 50, 10),
                new Capacity(0, 0, 1L << 40, 0, 0, 3),
                new Capacity(0, 0, diskBytes, 0, 0, 0),
                "cassandra-1",
                Map.of());
    }

    @Test
    void whatIsUsedCountsWhereItIsMoreThanWhatIsReserved() {
        assertThat(using(1L << 39).taken().diskBytes()).isEqualTo(1L << 40);
        Shard busy = using(1L << 49);
        assertThat(busy.free().diskBytes()).isEqualTo(1L << 49);
        assertThat(Placing.among(List.of(busy), ANY).candidates().getFirst().share())
                .isGreaterThanOrEqualTo(0.5);
        Placing full = Placing.among(List.of(using((1L << 50) + 1)), ANY);
        assertThat(full.candidates()).isEmpty();
        assertThat(full.unfit().getFirst().obstacles())
                .extracting(Obstacle::dimension, Obstacle::used)
                .containsExactly(tuple(Dimension.DISK_BYTES, (1L << 50) + 1));
    }

    /** Nobody is kept from a change that takes no more of what is short. */
    @Test
    void aShardThatUsesTooMuchHasNothingFree() {
        Capacity free = using(1L << 51).free();
        assertThat(free.diskBytes()).isZero();
        assertThat(new Capacity(1, 1, 0, 1, 1, 0).beyond(free)).isEmpty();
    }

    private static NamespaceSpec isolated(Isolation isolation) {
        return spec(ANY.workload(), ANY.durability(), Map.of(), isolation);
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
