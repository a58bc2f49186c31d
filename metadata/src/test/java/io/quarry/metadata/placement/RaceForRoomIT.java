package io.quarry.metadata.placement;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Callers.ada;
import static io.quarry.metadata.kit.ManyConnections.CLIENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.ManyConnections;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.kit.Together;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Dimension;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many clients and the last room of ten shards. */
@QuarkusTest
@TestProfile(ManyConnections.class)
class RaceForRoomIT {
    private static final int SHARDS = 10;
    private static final Capacity ONE = Planner.estimate(NamespaceSpec.keyValue(), 1).demand();

    @Inject Namespaces namespaces;
    @Inject Tenancy tenancy;

    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenant() {
        tenant = Seed.tenant();
    }

    @Test
    void nothingIsOverdrawnAndNobodyIsRefusedWrongly() {
        // room for 1, 2, ... 10 namespaces, and each shard is short of another dimension
        List<String> shards = shards(IntStream.rangeClosed(1, SHARDS).boxed().toList());
        NamespaceSpec spec = Seed.spec(shards.getFirst());
        int room = SHARDS * (SHARDS + 1) / 2;
        List<Object> answers =
                Together.call(CLIENTS, n -> answer(() -> create("orders-" + n, spec)));
        assertThat(answers).filteredOn(Accepted.Created.class::isInstance).hasSize(room);
        assertThat(answers)
                .filteredOn(ProblemException.class::isInstance)
                .hasSize(CLIENTS - room)
                .map(ProblemException.class::cast)
                .allSatisfy(refusal -> explains(refusal, shards));
        for (int shard = 0; shard < SHARDS; shard++) {
            assertThat(BackDoor.reserved(shards.get(shard))).isEqualTo(shard + 1);
        }
        recounts(shards);
        explains((ProblemException) answer(() -> create("too-late", spec)), shards);
    }

    @Test
    void whatOthersTookAndGaveBackRefusesNobody() {
        List<String> shards = shards(IntStream.range(0, SHARDS).map(_ -> 4).boxed().toList());
        NamespaceSpec spec = Seed.spec(shards.getFirst());
        List<Object> answers =
                Together.call(
                        CLIENTS,
                        n ->
                                n % 4 == 0
                                        ? answer(() -> createAndThinkBetter("orders-" + n, spec))
                                        : answer(() -> create("orders-" + n, spec)));
        assertThat(answers).filteredOn(Accepted.Created.class::isInstance).hasSize(4 * SHARDS);
        assertThat(shards).allSatisfy(shard -> assertThat(BackDoor.reserved(shard)).isEqualTo(4));
        recounts(shards);
    }

    private Accepted create(String name, NamespaceSpec spec) {
        return namespaces.put(new NamespaceId(tenant, name), spec, ada(), true);
    }

    private Accepted createAndThinkBetter(String name, NamespaceSpec spec) {
        return tenancy.call(
                tenant,
                () -> {
                    Accepted _ = create(name, spec);
                    throw new ProblemException(ProblemCode.LIMIT_EXCEEDED, "no more");
                });
    }

    private static void explains(ProblemException refusal, List<String> shards) {
        assertThat(refusal.code()).isEqualTo(ProblemCode.NO_CAPACITY);
        assertThat(shards)
                .allSatisfy(
                        shard ->
                                assertThat(refusal.detail())
                                        .containsPattern(
                                                shard + " (is full|has too few|was filled)"));
    }

    /** The ledger and the placements say the same, in every dimension. */
    private static void recounts(List<String> shards) {
        assertThat(shards)
                .allSatisfy(
                        shard ->
                                assertThat(BackDoor.ledger(shard, false))
                                        .isEqualTo(BackDoor.ledger(shard, true)));
    }

    /** One for each number: with room for so many namespaces in one dimension, and ample others. */
    private static List<String> shards(List<Integer> rooms) {
        String label = Seed.name("race");
        List<String> shards = new ArrayList<>();
        for (int room : rooms) {
            Dimension scarce = Dimension.values()[shards.size() % Dimension.values().length];
            shards.add(Seed.shard(room(scarce, room), label));
        }
        return shards;
    }

    private static Capacity room(Dimension scarce, int namespaces) {
        long[] room = new long[Dimension.values().length];
        for (Dimension dimension : Dimension.values()) {
            int many = dimension == scarce ? namespaces : 10 * CLIENTS;
            room[dimension.ordinal()] = many * ONE.of(dimension);
        }
        return new Capacity(room[0], room[1], room[2], room[3], room[4], room[5]);
    }
}
