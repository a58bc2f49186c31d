package io.quarry.metadata.placement;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.NamespaceFilter;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The room on shards, under requests that want it at the same time. */
@QuarkusTest
class CapacityIT {
    private static final int AT_ONCE = 8;

    @Inject Namespaces namespaces;
    @Inject Tenancy tenancy;

    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenant() {
        tenant = Seed.tenant();
    }

    private Accepted create(String name, NamespaceSpec spec) {
        return namespaces.put(new NamespaceId(tenant, name), spec, ada(), true);
    }

    @Test
    void concurrentCreatesNeverOverdrawAShardAndTheRestHearWhy() {
        String shard = Seed.shard(3);
        NamespaceSpec spec = Seed.spec(shard);
        List<Object> answers =
                Together.call(AT_ONCE, n -> answer(() -> create("orders-" + n, spec)));
        assertThat(answers).filteredOn(Accepted.Created.class::isInstance).hasSize(3);
        assertThat(answers)
                .filteredOn(ProblemException.class::isInstance)
                .hasSize(AT_ONCE - 3)
                .map(ProblemException.class::cast)
                .allSatisfy(
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(ProblemCode.NO_CAPACITY);
                            assertThat(refusal.detail())
                                    .containsPattern(shard + " (is full|was filled)");
                        });
        assertThat(BackDoor.reserved(shard)).isEqualTo(3);
        assertThat(namespaces.list(tenant, NamespaceFilter.live(), PageRequest.first()).items())
                .hasSize(3);
        assertThat(BackDoor.audited(tenant)).hasSize(3).containsOnly("namespace.create");
        assertThat(refusal(() -> create("too-late", spec)).detail()).contains(shard + " is full");
    }

    @Test
    void whoLosesTheBestShardGetsTheNext() {
        String label = Seed.name("pair");
        List<String> pair = List.of(Seed.shard(3, label, "ACTIVE"), Seed.shard(5, label, "ACTIVE"));
        NamespaceSpec spec = Seed.spec(pair.getFirst());
        List<Object> answers =
                Together.call(AT_ONCE, n -> answer(() -> create("orders-" + n, spec)));
        assertThat(answers)
                .allSatisfy(each -> assertThat(each).isInstanceOf(Accepted.Created.class));
        assertThat(pair).extracting(BackDoor::reserved).containsExactly(3, 5);
    }

    @Test
    void theShardWithTheLeastDominantShareIsTaken() {
        String label = Seed.name("pair");
        String small = Seed.shard(2, label, "ACTIVE");
        String large = Seed.shard(5, label, "ACTIVE");
        for (int n = 0; n < 3; n++) {
            create("orders-" + n, Seed.spec(small));
        }
        assertThat(List.of(small, large)).extracting(BackDoor::reserved).containsExactly(1, 2);
    }

    @Test
    void aRefusalSaysOfEachShardWhatSpeaksAgainstIt() {
        String label = Seed.name("trio");
        String full = Seed.shard(0, label, "ACTIVE");
        String cordoned = Seed.shard(5, label, "CORDONED");
        String otherwise = Seed.shard(5);
        ProblemException refusal = refusal(() -> create("orders", Seed.spec(full)));
        assertThat(refusal.code()).isEqualTo(ProblemCode.NO_CAPACITY);
        assertThat(refusal.code().retryable()).isTrue();
        assertThat(refusal.detail())
                .contains(full + " is full: 0 of 0 tables are reserved, 1 requested")
                .contains(cordoned + " is CORDONED")
                .contains(otherwise + " has label it=" + Seed.label(otherwise));
    }

    @Test
    void theRoomOfARequestThatFailsLaterIsThereAgain() {
        String shard = Seed.shard(1);
        var before = BackDoor.trace(tenant);
        ProblemException refusal =
                refusal(
                        () ->
                                tenancy.run(
                                        tenant,
                                        () -> {
                                            Accepted _ = create("orders", Seed.spec(shard));
                                            throw new ProblemException(
                                                    ProblemCode.LIMIT_EXCEEDED, "no more");
                                        }));
        assertThat(refusal.code()).isEqualTo(ProblemCode.LIMIT_EXCEEDED);
        assertThat(BackDoor.reserved(shard)).isZero();
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        assertThat(create("orders", Seed.spec(shard))).isInstanceOf(Accepted.Created.class);
    }
}
