package io.quarry.metadata.series;

import static io.quarry.metadata.kit.Answers.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.capacity.Estimate;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceSpecs;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The turn of slices, as workers share it. */
@QuarkusTest
@TestProfile(AsWorker.class)
class SliceTurnsIT {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration PAUSE = Duration.ofMinutes(5);

    /** Of the default retention and acceptance, whose slices are of 15 days. */
    private static final int PLANNED = 4;

    private static final Capacity ROOM =
            new Capacity(100_000, 1L << 43, 1L << 47, 100_000, 100_000, 10);

    @Inject SliceTurns turns;
    @Inject SeriesTables tables;
    @Inject Placements placements;
    @Inject Tenancy tenancy;

    private String shard = "unseeded";
    private NamespaceId id = NamespaceId.of("unseeded", "clicks");
    private Uid uid = Uid.of("a0000000000000000000");

    @BeforeEach
    void aSeriesThatIsInUse() {
        shard = Seed.shard(ROOM, Seed.name("series"));
        id = new NamespaceId(Seed.tenant(), "clicks");
        uid = Seed.namespace(id, shard, NamespaceState.ACTIVE);
        says("P30D");
        due();
    }

    @AfterEach
    void noneIsDue() {
        int _ = BackDoor.run("DELETE FROM series_slices");
    }

    private void says(String retention) {
        NamespaceSpec spec = spec(retention);
        Estimate estimate = Planner.estimate(spec, 1);
        int _ =
                BackDoor.run(
                        "UPDATE namespace SET spec = ?::jsonb, effective = ?::jsonb WHERE uid = ?",
                        Json.write(spec),
                        Json.write(
                                new Effective(
                                        Engine.CASSANDRA,
                                        1,
                                        new Limits(1_000, 500),
                                        List.of(),
                                        List.of(),
                                        estimate.demand(),
                                        estimate.layout(),
                                        null)),
                        uid.value());
    }

    private static NamespaceSpec spec(String retention) {
        try {
            return NamespaceSpecs.parse(
                    new ObjectMapper()
                            .readTree(
                                    "{\"abstraction\": \"time-series\", \"time_series\": {\"retention\":"
                                            + " \"%s\"}}".formatted(retention)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private void due() {
        boolean _ =
                tenancy.system(
                        () -> {
                            tables.dueNow(id.tenant(), uid);
                            return true;
                        });
    }

    private SliceClaim claimed(String worker) {
        return turns.claim(worker, LEASE).orElseThrow();
    }

    private void leaseRunsOut() {
        int _ =
                BackDoor.run(
                        "UPDATE series_slices SET lease_until = now() - interval '1 second', due_at ="
                                + " now() - interval '1 second'");
    }

    private static void dueNow() {
        int _ = BackDoor.run("UPDATE series_slices SET due_at = now()");
    }

    private static Instant daysAgo(long days) {
        return Instant.now().minus(days, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
    }

    @Test
    void oneWorkerAtATimeAndTheNextOnceItsLeaseHasRunOut() {
        SliceClaim first = claimed("one");
        assertThat(first.uid()).isEqualTo(uid);
        assertThat(turns.claim("two", LEASE)).isEmpty();
        leaseRunsOut();
        SliceClaim second = claimed("two");
        assertThat(second.fence()).isGreaterThan(first.fence());
        assertThat(turns.wish(first, LEASE)).isEmpty();
        assertThat(turns.condemn(first, daysAgo(40))).isFalse();
        turns.turned(first, 7, Instant.now(), PAUSE);
        turns.failed(first, "too late", PAUSE);
        assertThat(told("tables")).isEqualTo("0");
        assertThat(turns.failing(10)).isEmpty();
        assertThat(turns.wish(second, LEASE)).isPresent();
        turns.turned(second, 3, Instant.now(), PAUSE);
        assertThat(told("tables")).isEqualTo("3");
        assertThat(turns.claim("one", LEASE)).as("it has a pause").isEmpty();
    }

    /** SEMANTICS, time-series 5. */
    @Test
    void whatIsCondemnedOnceGoesAndALongerRetentionKeepsTheRest() {
        SliceClaim claim = claimed("one");
        assertThat(turns.condemn(claim, daysAgo(30))).as("not older than both").isFalse();
        Instant expired = daysAgo(32);
        assertThat(turns.condemn(claim, expired)).isTrue();
        assertThat(turns.condemn(claim, expired)).isTrue();
        assertThat(BackDoor.audited(id.tenant())).containsOnlyOnce("namespace.slices-expired");
        says("P90D");
        assertThat(turns.wish(claim, LEASE).orElseThrow().expiredBefore()).isEqualTo(expired);
        assertThat(turns.condemn(claim, daysAgo(31))).isFalse();
        says("P30D");
        assertThat(turns.condemn(claim, daysAgo(31).minus(1, ChronoUnit.HOURS))).isTrue();
    }

    @Test
    void nothingIsCondemnedWhileSomebodyChangesTheNamespace() {
        SliceClaim claim = claimed("one");
        boolean condemned =
                BackDoor.requests(
                        id.tenant().name(),
                        handle -> {
                            int _ =
                                    handle.execute(
                                            "UPDATE namespace SET updated_at = now() WHERE uid = ?",
                                            uid.value());
                            return turns.condemn(claim, daysAgo(40));
                        });
        assertThat(condemned).isFalse();
        assertThat(told("expired_before IS NULL")).isEqualTo("true");
    }

    @Test
    void oneThatIsBeingChangedGetsWhatItLacksAndLosesNothing() {
        UUID _ = Seed.operation(id, uid, OperationType.CHANGE_NAMESPACE);
        state(NamespaceState.CHANGING);
        SliceClaim claim = claimed("one");
        SliceWish wish = turns.wish(claim, LEASE).orElseThrow();
        assertThat(wish.settled()).isFalse();
        assertThat(wish.expiredBefore()).isEqualTo(Instant.EPOCH);
        assertThat(turns.condemn(claim, daysAgo(40))).isFalse();
    }

    @Test
    void whatOperationsMakeOrDropIsLeftToThem() {
        for (NamespaceState state : NamespaceState.values()) {
            if (state != NamespaceState.ACTIVE) {
                state(state);
                assertThat(turns.claim("one", LEASE)).as(state.toString()).isEmpty();
            }
        }
        state(NamespaceState.ACTIVE);
        SliceClaim claim = claimed("one");
        state(NamespaceState.RETIRING);
        assertThat(turns.wish(claim, LEASE)).isEmpty();
    }

    @Test
    void asManyAreReservedAsThereAreOrMayCome() {
        SliceClaim claim = claimed("one");
        turns.reserve(claim, 7);
        reserved(7);
        turns.turned(claim, 6, Instant.now(), PAUSE);
        reserved(6);
        assertThat(
                        tenancy.system(() -> placements.grown(uid, spec("P30D")))
                                .estimate()
                                .demand()
                                .objects())
                .isEqualTo(6);
        dueNow();
        turns.turned(claimed("one"), 2, Instant.now(), PAUSE);
        reserved(PLANNED);
    }

    @Test
    void whereThereIsNoRoomForATableItIsSaidAndNothingIsTaken() {
        SliceClaim claim = claimed("one");
        ProblemException refused = refusal(() -> turns.reserve(claim, 11));
        assertThat(refused.code()).isEqualTo(ProblemCode.NO_CAPACITY);
        reserved(1);
    }

    @Test
    void aTurnThatFailsIsSeenAndOneThatSucceedsMendsIt() {
        turns.turned(claimed("one"), 3, Instant.now().plus(1, ChronoUnit.DAYS), PAUSE);
        for (int i = 0; i < 2; i++) {
            dueNow();
            turns.failed(claimed("one"), "no Cassandra " + i, PAUSE);
        }
        assertThat(turns.failing(10))
                .singleElement()
                .satisfies(
                        failing -> {
                            assertThat(failing.namespace()).isEqualTo(id);
                            assertThat(failing.reason()).isEqualTo("no Cassandra 1");
                        });
        assertThat(turns.lead()).hasValueSatisfying(lead -> assertThat(lead).isPositive());
        assertThat(reason()).isEqualTo("time slices do not turn: no Cassandra 0");
        dueNow();
        turns.turned(claimed("one"), 4, Instant.now().plus(2, ChronoUnit.DAYS), PAUSE);
        assertThat(turns.failing(10)).isEmpty();
        assertThat(reason()).isEqualTo("none");
        assertThat(BackDoor.audited(id.tenant())).containsOnlyOnce("namespace.slices-made");
    }

    private void reserved(long objects) {
        assertThat(BackDoor.ledger(shard, false).objects()).isEqualTo(objects);
        assertThat(BackDoor.ledger(shard, true)).isEqualTo(BackDoor.ledger(shard, false));
        assertThat(BackDoor.quota(id.tenant(), true)).isEqualTo(BackDoor.quota(id.tenant(), false));
    }

    private void state(NamespaceState state) {
        int _ =
                BackDoor.run(
                        "UPDATE namespace SET state = ? WHERE uid = ?", state.name(), uid.value());
    }

    private String reason() {
        return BackDoor.string(
                "SELECT coalesce(reason, 'none') FROM namespace WHERE uid = ?", uid.value());
    }

    private String told(String column) {
        return BackDoor.string(
                "SELECT (" + column + ")::text FROM series_slices WHERE namespace_uid = ?",
                uid.value());
    }
}
