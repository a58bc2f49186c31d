package io.quarry.metadata.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.kit.AsWorker;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Succeeded;
import io.quarry.metadata.operation.OperationState.Waiting;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people see of how far an operation is: true at every moment, and whole at the end only. */
@QuarkusTest
@TestProfile(AsWorker.class)
class ProgressIT {
    private static final Duration LEASE = Duration.ofMinutes(1);

    @Inject Claims claims;
    @Inject Operations operations;

    private UUID id = new UUID(0, 0);
    private Claim claim;

    /** It has two steps, of which the first is under way. */
    @BeforeEach
    void aClaimedOperation() {
        NamespaceId orders = new NamespaceId(Seed.tenant(), "orders");
        Uid uid = Seed.namespace(orders, Seed.shard(10), NamespaceState.CHANGING);
        id = Seed.operation(orders, uid, OperationType.CHANGE_NAMESPACE);
        due();
        claim = claims.claim("a", LEASE).orElseThrow();
        assertThat(claim.operation().id()).isEqualTo(id);
    }

    @AfterEach
    void nothingIsDue() {
        int _ = BackDoor.run("UPDATE operation SET due_at = 'infinity' WHERE ended_at IS NULL");
    }

    private void due() {
        int _ =
                BackDoor.run(
                        "UPDATE operation SET due_at = now() - interval '1 day', moved_at = now() -"
                                + " interval '1 hour' WHERE id = ?",
                        id);
    }

    private Progress seen() {
        return operations.find(id).orElseThrow().progress();
    }

    private boolean isStuck() {
        return claims.stuck(Duration.ofMinutes(30)).stream()
                .anyMatch(each -> each.operation().equals(id));
    }

    private void save(OperationState state) {
        Saved saved =
                claims.save(
                                claim.fence(),
                                state,
                                StepViews.after(claim.operation().steps(), state, Instant.now()))
                        .orElseThrow();
        assertThat(saved.state()).isEqualTo(state);
    }

    @Test
    void whatNobodyCountsIsTheSteps() {
        assertThat(seen()).isEqualTo(new Progress(0, 2, "steps"));
    }

    @Test
    void aStepSaysItsOwnCountAsLongAsSomethingIsLeft() {
        claims.report(claim.fence(), new Progress(3, 7, "objects"));
        assertThat(seen()).isEqualTo(new Progress(3, 7, "objects"));
        claims.report(claim.fence(), new Progress(7, 7, "objects"));
        assertThat(seen()).isEqualTo(new Progress(0, 2, "steps"));
        save(new Running(1, 1, claim.leaseUntil()));
        assertThat(seen()).isEqualTo(new Progress(1, 2, "steps"));
        save(new Succeeded(Instant.now()));
        assertThat(seen()).isEqualTo(new Progress(2, 2, "steps"));
    }

    @Test
    void theCountOutlivesTheClaimAndNotTheStep() {
        claims.report(claim.fence(), new Progress(3, 7, "objects"));
        save(new Waiting(0, 0, Instant.now(), "objects are left"));
        assertThat(seen()).isEqualTo(new Progress(3, 7, "objects"));
        due();
        claim = claims.claim("b", LEASE).orElseThrow();
        assertThat(claim.operation().progress()).isEqualTo(new Progress(3, 7, "objects"));
        save(new Running(1, 1, claim.leaseUntil()));
        assertThat(seen()).isEqualTo(new Progress(1, 2, "steps"));
    }

    @Test
    void whoeverLostTheClaimSaysNothingAnyMore() {
        Fence lost = claim.fence();
        due();
        claim = claims.claim("b", LEASE).orElseThrow();
        claims.report(lost, new Progress(3, 7, "objects"));
        assertThat(seen()).isEqualTo(new Progress(0, 2, "steps"));
    }

    @Test
    void whatGetsLessIsNotStuckAndWhatStaysIs() {
        due();
        assertThat(isStuck()).isTrue();
        claims.report(claim.fence(), new Progress(3, 7, "objects"));
        assertThat(isStuck()).isFalse();
        due();
        claims.report(claim.fence(), new Progress(3, 7, "objects"));
        assertThat(isStuck()).isTrue();
        claims.report(claim.fence(), new Progress(4, 7, "objects"));
        assertThat(isStuck()).isFalse();
    }
}
