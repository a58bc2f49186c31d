package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.OperationState.Cancelling;
import io.quarry.metadata.operation.OperationState.NeedsAttention;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Waiting;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets an operation, and what the claim makes of it. */
@QuarkusTest
@TestProfile(AsWorker.class)
class ClaimsIT {
    private static final Duration LEASE = Duration.ofMinutes(1);

    @Inject Claims claims;
    @Inject Operations operations;

    private TenantId tenant = TenantId.of("unseeded");
    private String shard = "";
    private int seeded;

    @BeforeEach
    void aTenantAndRoom() {
        tenant = Seed.tenant();
        shard = Seed.shard(100);
    }

    /** No test claims what another left. */
    @AfterEach
    void nothingIsDue() {
        int _ = BackDoor.run("UPDATE operation SET due_at = 'infinity' WHERE ended_at IS NULL");
    }

    private UUID dueSince(int seconds) {
        NamespaceId id = new NamespaceId(tenant, "orders-" + seeded++);
        Uid uid = Seed.namespace(id, shard, NamespaceState.CHANGING);
        UUID operation = Seed.operation(id, uid, OperationType.CHANGE_NAMESPACE);
        due(operation, seconds);
        return operation;
    }

    private static void due(UUID operation, int secondsAgo) {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET due_at = now() - make_interval(secs => ?) WHERE id = ?",
                        secondsAgo,
                        operation);
    }

    private static void put(UUID operation, OperationState state) {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = ?, state_facts = ?::jsonb WHERE id = ?",
                        state.wire(),
                        Json.write(state),
                        operation);
    }

    private Claim claim(String worker) {
        return claims.claim(worker, LEASE).orElseThrow();
    }

    @Test
    void whatIsDueForLongestIsClaimedFirstAndWhatIsNotDueNever() {
        UUID second = dueSince(60);
        UUID first = dueSince(90);
        UUID third = dueSince(30);
        UUID later = dueSince(-600);
        UUID ended = dueSince(600);
        int _ =
                BackDoor.run(
                        "UPDATE operation SET state = 'CANCELLED', ended_at = now() WHERE id = ?",
                        ended);
        for (UUID each : List.of(first, second, third)) {
            assertThat(claim("a").operation().id()).isEqualTo(each);
        }
        assertThat(claims.claim("a", LEASE)).isEmpty();
        assertThat(operations.find(later).orElseThrow().state()).isEqualTo("PENDING");
    }

    @Test
    void aClaimHasALeaseAFenceAndItsFirstStepUnderWay() {
        UUID id = dueSince(1);
        Instant before = Instant.now();
        Claim claim = claim("a");
        assertThat(claim.fence()).isEqualTo(new Fence(id, "a", 1));
        assertThat(claim.leaseUntil())
                .isBetween(before.plusSeconds(55), Instant.now().plusSeconds(65));
        assertThat(claim.state()).isEqualTo(new Running(0, 1, claim.leaseUntil()));
        assertThat(claim.operation().state()).isEqualTo("RUNNING");
        assertThat(claim.operation().steps())
                .extracting(StepView::state)
                .containsExactly(StepState.RUNNING, StepState.PENDING);
        assertThat(operations.find(id)).contains(claim.operation());
    }

    @Test
    void concurrentWorkersNeverGetTheSame() {
        List<UUID> due = IntStream.range(0, 24).mapToObj(n -> dueSince(100 + n)).toList();
        List<List<Claim>> all =
                Together.call(
                        6,
                        n -> {
                            List<Claim> mine = new ArrayList<>();
                            Optional<Claim> next = claims.claim("worker-" + n, LEASE);
                            while (next.isPresent()) {
                                mine.add(next.get());
                                next = claims.claim("worker-" + n, LEASE);
                            }
                            return mine;
                        });
        List<Claim> claimed = all.stream().flatMap(List::stream).toList();
        assertThat(claimed)
                .extracting(claim -> claim.operation().id())
                .containsExactlyInAnyOrderElementsOf(due);
        assertThat(claimed).extracting(claim -> claim.fence().number()).containsOnly(1L);
    }

    @Test
    void ofManyWorkersOneGetsTheOnlyOne() {
        UUID id = dueSince(1);
        List<Optional<Claim>> all = Together.call(6, n -> claims.claim("worker-" + n, LEASE));
        assertThat(all).filteredOn(Optional::isPresent).hasSize(1);
        assertThat(BackDoor.string("SELECT fence::text FROM operation WHERE id = ?", id))
                .isEqualTo("1");
    }

    @Test
    void whoseLeaseRanOutIsClaimedAgainUnderAHigherFence() {
        UUID id = dueSince(1);
        assertThat(claims.claim("a", Duration.ZERO)).isPresent();
        for (int times = 2; times < 5; times++) {
            Claim again = claims.claim("b", Duration.ZERO).orElseThrow();
            assertThat(again.fence()).isEqualTo(new Fence(id, "b", times));
            assertThat(again.state()).isEqualTo(new Running(0, times, again.leaseUntil()));
        }
        assertThat(claim("c").fence().number()).isEqualTo(5);
        assertThat(claims.claim("d", LEASE)).isEmpty();
    }

    @Test
    void theStepThatWasWaitedForIsBegunAgain() {
        UUID id = dueSince(1);
        Claim first = claim("a");
        Instant past = Instant.now().minusSeconds(5);
        List<StepView> steps = first.operation().steps();
        assertThat(claims.save(first.fence(), new Waiting(1, 2, past, "a shard"), steps))
                .isPresent();
        Claim second = claim("b");
        assertThat(second.fence()).isEqualTo(new Fence(id, "b", 2));
        assertThat(second.state()).isEqualTo(new Running(1, 3, second.leaseUntil()));
        assertThat(claims.save(second.fence(), new NeedsAttention(1, 5, past, "a person"), steps))
                .isPresent();
        Claim third = claim("b");
        assertThat(third.state()).isEqualTo(new Running(1, 6, third.leaseUntil()));
        // undoing goes on where it stood
        Cancelling cancelling = new Cancelling(1, 0, past, "not wanted", null);
        assertThat(claims.save(third.fence(), cancelling, steps)).isPresent();
        Claim fourth = claim("c");
        assertThat(fourth.state()).isEqualTo(new Cancelling(1, 1, past, "not wanted", null));
        assertThat(fourth.fence().number()).isEqualTo(4);
    }

    @Test
    void whatWaitsForLaterIsNotClaimedBefore() {
        UUID id = dueSince(1);
        Claim first = claim("a");
        Instant later = Instant.now().plusSeconds(600);
        assertThat(
                        claims.save(
                                first.fence(),
                                new Waiting(0, 1, later, "a shard"),
                                first.operation().steps()))
                .isPresent();
        assertThat(claims.claim("a", LEASE)).isEmpty();
        assertThat(operations.find(id).orElseThrow().waitingReason()).isEqualTo("a shard");
        due(id, 1);
        assertThat(claim("a").operation().id()).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state = 'RUNNING', state_facts = '{\"step\": \"first\"}'",
                "state = 'RUNNING', state_facts = 'null'",
                "state = 'WAITING', state_facts = '[]'",
                "steps = '{}'",
                "steps = '[{\"name\": \"first\", \"state\": \"DREAMING\"}]'",
                "plan = '{\"summary\": \"no steps\"}'",
                "problem = '{\"code\": \"not-known-yet\"}'"
            })
    void anUnreadableRowIsPutOffAndTheOthersGoOn(String how) {
        UUID unreadable = dueSince(120);
        UUID good = dueSince(60);
        int _ = BackDoor.run("UPDATE operation SET " + how + " WHERE id = ?", unreadable);
        assertThat(claim("a").operation().id()).isEqualTo(good);
        assertThat(claims.claim("a", LEASE)).isEmpty();
        assertThat(
                        BackDoor.string(
                                "SELECT fence || ' ' || coalesce(worker, 'nobody') || ' '"
                                        + " || (due_at BETWEEN now() AND now() + interval '1 minute')"
                                        + " FROM operation WHERE id = ?",
                                unreadable))
                .isEqualTo("0 nobody true");
    }

    @Test
    void aRowThatIsReadableAgainIsClaimed() {
        UUID id = dueSince(1);
        put(id, new Waiting(1, 1, Instant.EPOCH, "a newer worker"));
        String facts = BackDoor.string("SELECT state_facts FROM operation WHERE id = ?", id);
        int _ = BackDoor.run("UPDATE operation SET state_facts = '[]' WHERE id = ?", id);
        assertThat(claims.claim("a", LEASE)).isEmpty();
        int _ = BackDoor.run("UPDATE operation SET state_facts = ?::jsonb WHERE id = ?", facts, id);
        due(id, 0);
        Claim claim = claim("a");
        assertThat(claim.state()).isEqualTo(new Running(1, 2, claim.leaseUntil()));
    }
}
