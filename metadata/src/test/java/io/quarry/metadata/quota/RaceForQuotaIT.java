package io.quarry.metadata.quota;

import static io.quarry.metadata.kit.Answers.answer;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.capacity.PriceList;
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
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many clients of one tenant, the last room of its quota, and more than enough on ten shards. */
@QuarkusTest
@TestProfile(ManyConnections.class)
class RaceForQuotaIT {
    private static final int CLIENTS = 32;
    private static final int SHARDS = 10;
    private static final int ROOM = 11;
    private static final Capacity ONE = Planner.estimate(NamespaceSpec.keyValue(), 1).demand();

    @Inject Quotas quotas;
    @Inject Namespaces namespaces;
    @Inject Tenancy tenancy;
    @Inject PriceList prices;

    private final List<String> shards = new ArrayList<>();
    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenantAndShards() {
        tenant = Seed.tenant();
        String label = Seed.name("quota");
        for (int n = 0; n < SHARDS; n++) {
            shards.add(Seed.shard(CLIENTS, label, "ACTIVE"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsOverdrawnAndNobodyIsRefusedWrongly(QuotaDimension scarce) {
        Quota _ = quotas.put(tenant, room(scarce), ada());
        NamespaceSpec spec = Seed.spec(shards.getFirst());
        List<Object> answers =
                Together.call(CLIENTS, n -> answer(() -> create("orders-" + n, spec)));
        assertThat(answers).filteredOn(Accepted.Created.class::isInstance).hasSize(ROOM);
        assertThat(answers)
                .filteredOn(ProblemException.class::isInstance)
                .hasSize(CLIENTS - ROOM)
                .map(ProblemException.class::cast)
                .allSatisfy(refusal -> explains(refusal, scarce));
        recounts();
    }

    @Test
    void whatOthersTookAndGaveBackRefusesNobody() {
        Quota _ = quotas.put(tenant, room(QuotaDimension.NAMESPACES), ada());
        NamespaceSpec spec = Seed.spec(shards.getFirst());
        List<Object> answers =
                Together.call(
                        CLIENTS,
                        n ->
                                n % 4 == 0
                                        ? answer(() -> createAndThinkBetter("orders-" + n, spec))
                                        : answer(() -> create("orders-" + n, spec)));
        assertThat(answers).filteredOn(Accepted.Created.class::isInstance).hasSize(ROOM);
        recounts();
    }

    @Test
    void aLimitThatIsLoweredMeanwhileHoldsToo() {
        NamespaceSpec spec = Seed.spec(shards.getFirst());
        QuotaLimits limits = room(QuotaDimension.NAMESPACES);
        List<Object> answers =
                Together.call(
                        CLIENTS,
                        n ->
                                n == 0
                                        ? answer(() -> quotas.put(tenant, limits, ada()))
                                        : answer(() -> create("orders-" + n, spec)));
        boolean limited = answers.getFirst() instanceof Quota;
        assertThat(answers)
                .filteredOn(Accepted.Created.class::isInstance)
                .hasSize(limited ? ROOM : CLIENTS - 1);
        recounts();
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

    private void explains(ProblemException refusal, QuotaDimension scarce) {
        assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
        assertThat(refusal.detail()).contains("room: " + scarce.wire() + ": limit ");
        // all of the room was taken when it was refused
        assertThat(refusal.facts().toString())
                .contains("limit=" + amount(scarce) + ", used=" + amount(scarce));
    }

    private String amount(QuotaDimension scarce) {
        Holding full = full();
        return scarce == QuotaDimension.MONTHLY_COST
                ? String.valueOf(QuotaAmounts.of(full).monthlyCost())
                : String.valueOf(full.of(scarce));
    }

    /** The ledgers of the tenant and of each shard, and their rows, say the same. */
    private void recounts() {
        assertThat(BackDoor.quota(tenant, false)).isEqualTo(BackDoor.quota(tenant, true));
        assertThat(shards)
                .allSatisfy(
                        shard ->
                                assertThat(BackDoor.ledger(shard, false))
                                        .isEqualTo(BackDoor.ledger(shard, true)));
    }

    /** Room for so many namespaces in one dimension, and without limits in the others. */
    private QuotaLimits room(QuotaDimension scarce) {
        QuotaAmounts full = QuotaAmounts.of(full());
        return new QuotaLimits(
                scarce == QuotaDimension.NAMESPACES ? full.namespaces() : null,
                scarce == QuotaDimension.MILLICORES ? full.millicores() : null,
                scarce == QuotaDimension.MEMORY_BYTES ? full.memoryBytes() : null,
                scarce == QuotaDimension.DISK_BYTES ? full.diskBytes() : null,
                scarce == QuotaDimension.READS_PER_SECOND ? full.readsPerSecond() : null,
                scarce == QuotaDimension.WRITES_PER_SECOND ? full.writesPerSecond() : null,
                scarce == QuotaDimension.OBJECTS ? full.objects() : null,
                scarce == QuotaDimension.MONTHLY_COST ? full.monthlyCost() : null);
    }

    private Holding full() {
        Capacity capacity = Capacity.NONE;
        for (int n = 0; n < ROOM; n++) {
            capacity = capacity.plus(ONE);
        }
        return new Holding(ROOM, capacity, ROOM * prices.monthly(ONE).cents());
    }
}
