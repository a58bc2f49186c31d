package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.OperationState.Failed;
import io.quarry.metadata.operation.OperationState.NeedsAttention;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Succeeded;
import io.quarry.metadata.operation.OperationState.Waiting;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a claim allows, and what it no longer allows when it has been overtaken. */
@QuarkusTest
@TestProfile(AsWorker.class)
class FencesIT {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

    @Inject Claims claims;
    @Inject Operations operations;
    @Inject NamespaceLifecycle lifecycle;
    @Inject Tenancy tenancy;

    private NamespaceId id = NamespaceId.of("unseeded", "orders");
    private Uid uid = Uid.of("a2345678901234567890");
    private UUID operation = new UUID(0, 0);

    @BeforeEach
    void anOperationThatIsDue() {
        id = new NamespaceId(Seed.tenant(), "orders");
        uid = Seed.namespace(id, Seed.shard(1), NamespaceState.CHANGING);
        operation = Seed.operation(id, uid, OperationType.CHANGE_NAMESPACE);
        due();
    }

    private void due() {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET due_at = now() - interval '1 hour' WHERE id = ?",
                        operation);
    }

    /** No test claims what another left. */
    @AfterEach
    void nothingIsDue() {
        int _ = BackDoor.run("UPDATE operation SET due_at = 'infinity' WHERE ended_at IS NULL");
    }

    private Claim claim(String worker) {
        Claim claim = claims.claim(worker, LEASE).orElseThrow();
        assertThat(claim.operation().id()).isEqualTo(operation);
        return claim;
    }

    private boolean save(Fence fence, OperationState state) {
        return claims.save(fence, state, Seed.STEPS).isPresent();
    }

    private void guard(Fence fence) {
        boolean _ =
                tenancy.system(
                        () -> {
                            claims.guard(fence);
                            return true;
                        });
    }

    private void assertRefused(Fence fence) {
        var before = BackDoor.trace(id.tenant());
        assertThat(save(fence, new Running(1, 1, LATER))).isFalse();
        assertThat(save(fence, new Failed(LATER, "too late"))).isFalse();
        assertThat(claims.renew(fence, LEASE)).isFalse();
        assertThat(claims.holds(fence, Duration.ZERO)).isFalse();
        assertThatThrownBy(() -> guard(fence)).isInstanceOf(FencedOff.class);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void anOvertakenFenceSavesNothing() {
        Fence overtaken = claim("a").fence();
        due();
        Claim current = claim("b");
        assertRefused(overtaken);
        assertRefused(new Fence(operation, "a", current.fence().number()));
        assertRefused(new Fence(operation, "b", current.fence().number() + 1));
        assertRefused(new Fence(UUID.randomUUID(), "b", current.fence().number()));
        assertThat(save(current.fence(), new Running(1, 1, current.leaseUntil()))).isTrue();
    }

    @Test
    void aWorkerThatClaimsAgainOvertakesItself() {
        Fence overtaken = claim("a").fence();
        due();
        Fence current = claim("a").fence();
        assertRefused(overtaken);
        guard(current);
    }

    @Test
    void aStepUnderWayKeepsTheLease() {
        Claim claim = claim("a");
        assertThat(save(claim.fence(), new Running(1, 1, claim.leaseUntil()))).isTrue();
        assertThat(claims.holds(claim.fence(), Duration.ofSeconds(5))).isTrue();
        assertThat(claims.claim("b", LEASE)).isEmpty();
        assertThat(save(claim.fence(), new Succeeded(Instant.now()))).isTrue();
    }

    @Test
    void whoWaitsOrHasEndedHasGivenUpTheLease() {
        Fence waiting = claim("a").fence();
        assertThat(save(waiting, new Waiting(0, 0, LATER, "gateways"))).isTrue();
        assertRefused(waiting);
        assertThat(dueAt()).isEqualTo("2999-01-01 00:00:00");
        due();
        Fence ended = claim("b").fence();
        assertThat(save(ended, new Succeeded(Instant.now()))).isTrue();
        assertRefused(ended);
        due();
        assertThat(claims.claim("c", LEASE)).isEmpty();
    }

    private String dueAt() {
        return BackDoor.string(
                "SELECT (due_at AT TIME ZONE 'UTC')::text FROM operation WHERE id = ?", operation);
    }

    @Test
    void aClaimHoldsForAsLongAsItsLease() {
        Fence fence = claim("a").fence();
        assertThat(claims.holds(fence, Duration.ofSeconds(30))).isTrue();
        assertThat(claims.holds(fence, Duration.ofSeconds(61))).isFalse();
        assertThat(claims.renew(fence, Duration.ofMinutes(10))).isTrue();
        assertThat(claims.holds(fence, Duration.ofMinutes(9))).isTrue();
        assertThat(claims.claim("b", LEASE)).isEmpty();
        assertThat(claims.renew(fence, Duration.ZERO)).isTrue();
        assertThat(claims.holds(fence, Duration.ofMillis(1))).isFalse();
        // nobody has overtaken it, so it may still save
        assertThat(claims.renew(fence, LEASE)).isTrue();
        assertThat(claims.holds(fence, Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void whileItIsGuardedNobodyClaimsItThoughItIsDue() {
        Fence fence = claim("a").fence();
        due();
        boolean _ =
                tenancy.system(
                        () -> {
                            claims.guard(fence);
                            assertThat(Together.end(Together.begin(() -> claims.claim("b", LEASE))))
                                    .isEmpty();
                            return true;
                        });
        assertThat(claim("b").fence().number()).isEqualTo(2);
    }

    @Test
    void whatIsWrittenBesideAnOvertakenFenceIsNotWritten() {
        Fence overtaken = claim("a").fence();
        due();
        claim("b");
        var before = BackDoor.trace(id.tenant());
        assertThatThrownBy(
                        () ->
                                tenancy.system(
                                        () -> {
                                            lifecycle.retired(uid);
                                            claims.guard(overtaken);
                                            return true;
                                        }))
                .isInstanceOf(FencedOff.class);
        assertThat(BackDoor.trace(id.tenant())).isEqualTo(before);
    }

    @Test
    void whatNeedsAPersonShowsAtTheNamespaceAndGoesOnByItself() {
        Fence fence = claim("a").fence();
        assertThat(save(fence, new NeedsAttention(0, 5, LATER, "the shard is away"))).isTrue();
        assertThat(namespace()).isEqualTo("NEEDS_ATTENTION the shard is away");
        assertThat(dueAt()).isEqualTo("2999-01-01 00:00:00");
        assertThat(ended()).isEqualTo("NEEDS_ATTENTION open");
        due();
        assertThat(claim("b").state()).isInstanceOf(Running.class);
    }

    @Test
    void aFailureEndsTheOperationAndShowsAtTheNamespace() {
        Fence fence = claim("a").fence();
        assertThat(save(fence, new Failed(Instant.now(), "no such keyspace"))).isTrue();
        assertThat(namespace()).isEqualTo("NEEDS_ATTENTION no such keyspace");
        assertThat(ended()).isEqualTo("FAILED ended");
        assertThat(tenancy.system(() -> operations.find(operation)).orElseThrow().problem())
                .isEqualTo(ProblemView.of(ProblemCode.INTERNAL, "no such keyspace"));
    }

    @Test
    void whateverElseIsSavedLeavesTheNamespaceAlone() {
        Claim claim = claim("a");
        for (OperationState state :
                List.of(
                        new Running(1, 1, claim.leaseUntil()),
                        new Waiting(1, 0, LATER, "gateways"))) {
            assertThat(save(claim.fence(), state)).isTrue();
            assertThat(namespace()).isEqualTo("CHANGING -");
        }
        due();
        assertThat(save(claim("b").fence(), new Succeeded(Instant.now()))).isTrue();
        assertThat(namespace()).isEqualTo("CHANGING -");
    }

    @Test
    void aNamespaceThatGaveUpItsNameIsNotCalledBack() {
        for (NamespaceState state : List.of(NamespaceState.RETIRED, NamespaceState.PURGED)) {
            int _ =
                    BackDoor.run(
                            "UPDATE namespace SET state = ? WHERE uid = ?",
                            state.name(),
                            uid.value());
            assertThat(save(claim("a").fence(), new NeedsAttention(0, 5, LATER, "away"))).isTrue();
            assertThat(namespace()).isEqualTo(state + " -");
            due();
        }
    }

    private String namespace() {
        return BackDoor.string(
                "SELECT state || ' ' || coalesce(reason, '-') FROM namespace WHERE uid = ?",
                uid.value());
    }

    private String ended() {
        return BackDoor.string(
                "SELECT state || CASE WHEN ended_at IS NULL THEN ' open' ELSE ' ended' END FROM"
                        + " operation WHERE id = ?",
                operation);
    }
}
