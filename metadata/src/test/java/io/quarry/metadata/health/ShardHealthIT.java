package io.quarry.metadata.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.placement.Placing;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Fleet;
import io.quarry.metadata.shard.FleetShard;
import io.quarry.metadata.shard.Promised;
import io.quarry.metadata.shard.Roomiest;
import io.quarry.metadata.shard.ShardLifecycle;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the worker finds of a shard, with the worker's rights. */
@QuarkusTest
@TestProfile(AsWorker.class)
class ShardHealthIT {
    private static final List<Capacity> ONE_TABLE = List.of(new Capacity(0, 0, 1, 0, 0, 1));

    private static final Instant MINUTE = Instant.parse("2026-11-27T08:00:00Z");

    @Inject ShardHealth health;
    @Inject Fleet fleet;
    @Inject ShardLifecycle lifecycle;
    @Inject Placements placements;
    @Inject Roomiest nearby;
    @Inject Shards shards;
    @Inject Tenancy tenancy;

    private String id = "";

    @BeforeEach
    void aShard() {
        id = Seed.shard(9);
    }

    /** No worker of another test looks for servers that are not there. */
    @AfterEach
    void nothingIsLeftToDo() {
        ended();
        become("RETIRED");
    }

    @Test
    void aShardThatIsSilentTooOftenFailsWithTheReasonAndIsBackByItself() {
        health.silent(id, "connection refused", false);
        assertThat(known().shard().state()).isEqualTo(ShardState.ACTIVE);
        assertThat(seen().state()).isEqualTo(HealthState.SILENT);
        Instant since = seen().since();

        health.silent(id, "connection refused", true);
        health.silent(id, "no answer within PT5S", true);
        assertThat(known().shard().state()).isEqualTo(ShardState.FAILED);
        assertThat(known().reason()).isEqualTo("connection refused");
        assertThat(seen().reason()).isEqualTo("no answer within PT5S");
        assertThat(seen().since()).isEqualTo(since);
        assertThat(seen().last()).isNull();

        health.measured(id, at(MINUTE, 3));
        health.measured(id, at(MINUTE, 4));
        assertThat(known().shard().state()).isEqualTo(ShardState.ACTIVE);
        assertThat(known().reason()).isNull();
        assertThat(seen().state()).isEqualTo(HealthState.ANSWERING);
        assertThat(seen().reason()).isNull();
        assertThat(seen().since()).isAfterOrEqualTo(since);
        assertThat(seen().last()).isEqualTo(at(MINUTE, 4));

        assertThat(audited()).containsExactly("shard.failed", "shard.recovered");
        assertThat(told("state")).containsExactly("ACTIVE", "FAILED", "ACTIVE");
        assertThat(told("reason")).containsExactly(null, "connection refused", null);
    }

    @Test
    void aShardThatIsAnotherClusterThanItWasFailsAtOnceAndIsBackWithItsOwn() {
        assertThat(health.recognised(id, Set.of("a", "b"))).isTrue();
        assertThat(health.recognised(id, Set.of("b", "c"))).as("a node was replaced").isTrue();
        assertThat(health.recognised(id, Set.of("a"))).as("it has no node of it left").isFalse();
        assertThat(known().shard().state()).isEqualTo(ShardState.FAILED);
        assertThat(known().reason())
                .isEqualTo(
                        "another cluster answers than the one that was taken into use: it calls"
                                + " itself a and not b, c");
        assertThat(seen().state()).isEqualTo(HealthState.STRANGER);
        health.silent(id, "gone as well", true);
        assertThat(health.recognised(id, Set.of("d"))).isFalse();
        assertThat(known().reason()).contains("calls itself d");
        assertThat(audited()).containsExactly("shard.failed");

        assertThat(health.recognised(id, Set.of("c"))).isTrue();
        health.measured(id, at(MINUTE, 1));
        assertThat(known().shard().state()).isEqualTo(ShardState.ACTIVE);
        assertThat(seen().state()).isEqualTo(HealthState.ANSWERING);
    }

    @Test
    void aRetiredShardIsRecognisedAsWhateverComesNextUnderItsName() {
        assertThat(health.recognised(id, Set.of("a"))).isTrue();
        become("RETIRED");
        become("ACTIVE");
        assertThat(health.recognised(id, Set.of("b"))).isTrue();
        assertThat(health.recognised(id, Set.of("a"))).isFalse();
    }

    @Test
    void fewerNodesThanThereShouldBeAreSeenByAllWhoAskAndListen() {
        health.measured(id, nodes(3, 3, 2));
        assertThat(seen().state()).isEqualTo(HealthState.ANSWERING);
        assertThat(seen().promise()).isEqualTo(new Promise(3L, 3L, 2L));
        FleetShard before = known();
        health.measured(id, nodes(3, 2, 2));
        health.measured(id, nodes(3, 2, 2));
        assertThat(seen().state()).isEqualTo(HealthState.IMPAIRED);
        assertThat(seen().reason()).isEqualTo("2 of 3 nodes are up");
        assertThat(known()).as("what operators say of it").isEqualTo(before);
        Promised promised = shards.promised(id);
        assertThat(promised).isEqualTo(new Promised(2L, "2 of 3 nodes are up"));
        assertThat(
                        tenancy.system(() -> placements.choose(Seed.spec(id))).candidates().stream()
                                .map(place -> placements.effective(Seed.spec(id), place).warnings())
                                .flatMap(List::stream))
                .contains(
                        "durability is at risk: shard " + id + " is impaired, 2 of 3 nodes are up");
        health.measured(id, nodes(3, 3, 2));
        assertThat(seen().state()).isEqualTo(HealthState.ANSWERING);
        assertThat(
                        BackDoor.strings(
                                "SELECT concat_ws(' ', data ->> 'replication', data ->> 'impaired') FROM"
                                        + " event WHERE subject = ? AND type ="
                                        + " 'io.quarry.shard.promised' ORDER BY id",
                                "shards/" + id))
                .containsExactly("2", "2 2 of 3 nodes are up", "2");
    }

    @Test
    void nothingIsPlacedOnAFailedShard() {
        NamespaceSpec spec = Seed.spec(id);
        assertThat(choice(spec).candidates())
                .anyMatch(candidate -> candidate.shard().id().equals(id));
        health.silent(id, "gone", true);
        assertThat(choice(spec).candidates())
                .noneMatch(candidate -> candidate.shard().id().equals(id));
        assertThat(choice(spec).refusal().getMessage()).contains(id + " is FAILED");
        health.measured(id, at(MINUTE, 1));
        assertThat(choice(spec).candidates())
                .anyMatch(candidate -> candidate.shard().id().equals(id));
    }

    @Test
    void aCordonedShardComesBackCordoned() {
        become("CORDONED");
        health.silent(id, "gone", true);
        assertThat(known().shard().state()).isEqualTo(ShardState.FAILED);
        health.measured(id, at(MINUTE, 1));
        assertThat(known().shard().state()).isEqualTo(ShardState.CORDONED);
    }

    @Test
    void aDrainGoesOnWhateverTheShardDoesAndBringsBackThatItFailed() {
        become("CORDONED");
        health.silent(id, "gone", true);
        fleet.drain(id, Callers.ada());
        health.measured(id, at(MINUTE, 1));
        health.silent(id, "gone again", true);
        assertThat(known().shard().state()).isEqualTo(ShardState.DRAINING);
        assertThat(seen().state()).isEqualTo(HealthState.SILENT);

        boolean _ =
                tenancy.system(
                        () -> {
                            lifecycle.restored(id);
                            return true;
                        });
        assertThat(known().shard().state()).isEqualTo(ShardState.FAILED);
        health.silent(id, "gone again", true);
        assertThat(known().reason()).isEqualTo("gone again");
        health.measured(id, at(MINUTE, 1));
        assertThat(known().shard().state()).isEqualTo(ShardState.CORDONED);
    }

    @Test
    void whatIsMeasuredTellsNobodyThatTheShardChanged() {
        FleetShard before = known();
        for (int each = 0; each < 3; each++) {
            health.measured(id, at(MINUTE, each));
            health.silent(id, "late", false);
            health.unknown(id, "no log-in");
        }
        assertThat(known()).isEqualTo(before);
        assertThat(told("state")).containsExactly("ACTIVE");
        assertThat(audited()).isEmpty();
        assertThat(seen().state()).isEqualTo(HealthState.UNKNOWN);
        assertThat(seen().last()).as("what it answered last").isEqualTo(at(MINUTE, 2));
    }

    @Test
    void theHistoryHasOneMeasurementAMinuteAndComesInPages() {
        for (int minute = 0; minute < 5; minute++) {
            Instant begin = MINUTE.plus(Duration.ofMinutes(minute));
            health.measured(id, at(begin.plusSeconds(7), minute));
            health.measured(id, at(begin.plusSeconds(12), 99));
        }
        MeasurementWindow window =
                MeasurementWindow.of(
                        MINUTE.plusSeconds(61), MINUTE.plus(Duration.ofMinutes(4)), MINUTE);
        Listing<Measurement> first = health.measurements(id, window, new PageRequest(2, null));
        Listing<Measurement> rest =
                health.measurements(id, window, new PageRequest(2, first.nextPageToken()));
        assertThat(first.items()).extracting(ShardHealthIT::tables).containsExactly(1, 2);
        assertThat(rest.items()).extracting(ShardHealthIT::tables).containsExactly(3);
        assertThat(rest.nextPageToken()).isNull();
    }

    @Test
    void measurementsGoWhenTheyHaveHadTheirTime() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        health.measured(id, at(now.minus(Duration.ofHours(25)), 1));
        health.measured(id, at(now, 2));
        assertThat(health.expire(Duration.ofHours(24))).isPositive();
        MeasurementWindow all =
                MeasurementWindow.of(now.minus(Duration.ofDays(2)), now.plusSeconds(1), now);
        assertThat(health.measurements(id, all, PageRequest.first()).items())
                .extracting(ShardHealthIT::tables)
                .containsExactly(2);
    }

    /** The next cluster of that name begins anew. */
    @Test
    void aRetiredShardTakesItsMeasurementsAlong() {
        health.measured(id, at(MINUTE, 1));
        become("RETIRED");
        assertThat(health.of(List.of(id))).isEmpty();
        assertThat(BackDoor.strings("SELECT minute FROM shard_measurement WHERE shard = ?", id))
                .isEmpty();
        health.measured(id, at(MINUTE, 1));
        health.silent(id, "late", true);
        assertThat(health.of(List.of(id))).isEmpty();
        assertThat(known().shard().state()).isEqualTo(ShardState.RETIRED);
    }

    @Test
    void whatItUsedMostOfTheLastHourIsKnownOfTheShard() {
        for (int minute = 0; minute < 60; minute++) {
            int bytes = minute < 3 ? 90 : 50;
            health.measured(id, using(minute, Map.of("disk_bytes", BigDecimal.valueOf(bytes))));
        }
        assertThat(known().shard().measured()).isEqualTo(new Capacity(0, 0, 50, 0, 0, 0));
        health.measured(id, using(60, Map.of("disk_bytes", BigDecimal.valueOf(90))));
        health.measured(id, using(61, Map.of("disk_bytes", BigDecimal.valueOf(90))));
        health.measured(id, using(62, Map.of("disk_bytes", BigDecimal.valueOf(90))));
        health.measured(id, using(63, Map.of("disk_bytes", BigDecimal.valueOf(90))));
        assertThat(known().shard().measured().diskBytes()).isEqualTo(90);
        health.measured(
                id,
                using(
                        200,
                        Map.of(
                                "used_bytes", BigDecimal.valueOf(7),
                                "store_bytes", BigDecimal.valueOf(8))));
        assertThat(known().shard().measured()).isEqualTo(new Capacity(0, 7, 8, 0, 0, 0));
        assertThat(known().revision()).isOne();
        become("RETIRED");
        assertThat(known().shard().measured()).isEqualTo(Capacity.NONE);
    }

    @Test
    void nothingIsPlacedWhereNothingIsLeft() {
        NamespaceSpec spec = Seed.spec(id);
        BigDecimal all = BigDecimal.valueOf(known().shard().capacity().diskBytes());
        health.measured(id, using(0, Map.of("disk_bytes", all)));
        assertThat(choice(spec).candidates())
                .noneMatch(candidate -> candidate.shard().id().equals(id));
        assertThat(choice(spec).refusal().getMessage())
                .contains(id + " has too few disk_bytes: limit " + all + ", used " + all);
        assertThat(tenancy.system(() -> nearby.of(Engine.CASSANDRA, spec.labels(), ONE_TABLE)))
                .noneMatch(shard -> shard.id().equals(id));
        health.measured(id, using(61, Map.of("disk_bytes", BigDecimal.ONE)));
        assertThat(choice(spec).candidates())
                .anyMatch(candidate -> candidate.shard().id().equals(id));
        assertThat(tenancy.system(() -> nearby.of(Engine.CASSANDRA, spec.labels(), ONE_TABLE)))
                .anyMatch(shard -> shard.id().equals(id));
    }

    @Test
    void tenantsSeeNothingOfIt() {
        health.measured(id, at(MINUTE, 1));
        for (String table : List.of("shard_health", "shard_measurement")) {
            String count = "SELECT count(*) FROM " + table + " WHERE shard = ?";
            assertThat(count("@platform", count)).isOne();
            assertThat(count(Seed.tenant().name(), count)).isZero();
        }
    }

    private int count(String tenant, String sql) {
        return BackDoor.requests(
                tenant, handle -> handle.select(sql, id).mapTo(Integer.class).one());
    }

    private Placing choice(NamespaceSpec spec) {
        return tenancy.system(() -> placements.choose(spec));
    }

    private FleetShard known() {
        return fleet.find(id).orElseThrow();
    }

    private Health seen() {
        return Objects.requireNonNull(health.of(List.of(id)).get(id));
    }

    private void become(String state) {
        int _ = BackDoor.run("UPDATE shard SET state = ? WHERE id = ?", state, id);
    }

    private void ended() {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = 'SUCCEEDED', ended_at = now(), state_facts ="
                                + " '{\"at\": \"2026-11-27T08:00:00Z\"}' WHERE shard = ? AND"
                                + " ended_at IS NULL",
                        id);
    }

    private List<String> audited() {
        return BackDoor.strings("SELECT action FROM audit WHERE target = ? ORDER BY id", id);
    }

    private List<String> told(String member) {
        return BackDoor.strings(
                "SELECT data ->> ? FROM event WHERE subject = ? ORDER BY id",
                member,
                "shards/" + id);
    }

    private static Measurement using(int minute, Map<String, BigDecimal> metrics) {
        return new Measurement(MINUTE.plus(Duration.ofMinutes(minute)), null, metrics);
    }

    private static Measurement at(Instant at, int tables) {
        return new Measurement(at, null, Map.of("tables", BigDecimal.valueOf(tables)));
    }

    private static Measurement nodes(int all, int up, int replication) {
        return new Measurement(
                MINUTE,
                null,
                Map.of(
                        "nodes",
                        BigDecimal.valueOf(all),
                        "nodes_up",
                        BigDecimal.valueOf(up),
                        "replication",
                        BigDecimal.valueOf(replication)));
    }

    private static int tables(Measurement measurement) {
        return Objects.requireNonNull(measurement.metrics().get("tables")).intValueExact();
    }
}
