package io.quarry.metadata.quota;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.Accepted;
import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceLifecycle;
import io.quarry.metadata.namespace.NamespacePlans;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Namespaces;
import io.quarry.metadata.namespace.RetiredNamespaces;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.inject.Inject;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What namespaces take of their tenant's quota, and get back. */
@QuarkusTest
class QuotasIT {
    private static final double SOME = 500;

    @Inject Quotas quotas;
    @Inject Namespaces namespaces;
    @Inject NamespacePlans plans;
    @Inject NamespaceLifecycle lifecycle;
    @Inject RetiredNamespaces retired;
    @Inject Tenancy tenancy;

    private TenantId tenant = TenantId.of("unseeded");
    private String shard = "unseeded";

    @BeforeEach
    void aTenantAndAShard() {
        tenant = Seed.tenant();
        shard = Seed.shard(10);
    }

    @Test
    void aTenantBeginsWithoutLimitsAndHoldsWhatItsNamespacesTake() {
        assertThat(quota().limits()).isEqualTo(QuotaLimits.NONE);
        assertThat(quota().currency()).isEqualTo("USD");
        assertThat(quota().revision()).isOne();
        Namespace one = active("one", reading(SOME));
        Namespace two = active("two", reading(2 * SOME));
        Holding both =
                new Holding(
                        2,
                        one.status().effective().demand().plus(two.status().effective().demand()),
                        cents(one) + cents(two));
        assertThat(quota().reserved()).isEqualTo(QuotaAmounts.of(both));
        assertThat(quota().used()).isEqualTo(quota().reserved());
        assertThat(quota().revision()).isOne();
        recounts();
    }

    @Test
    void theRefusalNamesLimitUsedAndRequestedOfEachDimension() {
        Namespace one = active("one", reading(SOME));
        double cost = Objects.requireNonNull(one.status().effective().monthlyCost()).perMonth();
        limit(new QuotaLimits(1L, null, null, null, 700L, null, null, cost));
        var before = BackDoor.trace(tenant);
        ProblemException refusal = refusal(() -> put("two", reading(SOME), null));
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        assertThat(BackDoor.reserved(shard)).isOne();
        assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
        assertThat(refusal.detail())
                .contains(
                        "The quota of tenant " + tenant,
                        "namespaces: limit 1, used 1, requested 1",
                        "reads_per_second: limit 700, used 500, requested 500",
                        "monthly_cost: limit %1$.2f, used %1$.2f, requested %1$.2f".formatted(cost))
                .doesNotContain("objects", "millicores");
        assertThat(refusal.facts().toString())
                .contains("dimension=reads_per_second, limit=700, used=500, requested=500")
                .contains("dimension=monthly_cost, limit=" + cost);
        assertThat(plans.planPut(id("two"), reading(SOME), ada(), false).refusals())
                .containsExactly(refusal.view());
        assertThat(plans.planClone(id("one"), "two", ada()).refusals())
                .containsExactly(refusal.view());
        limit(new QuotaLimits(2L, null, null, null, 1_000L, null, null, 2 * cost));
        assertThat(plans.planPut(id("two"), reading(SOME), ada(), false).refusals()).isEmpty();
        active("two", reading(SOME));
        recounts();
    }

    @Test
    void growthBeyondTheQuotaIsRefusedAndItsDryRunSaysSo() {
        Namespace one = active("one", reading(SOME));
        limit(new QuotaLimits(1L, null, null, null, 600L, null, null, null));
        var before = BackDoor.trace(tenant);
        ProblemException refusal = refusal(() -> put("one", reading(601), 1L));
        assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_EXCEEDED);
        assertThat(refusal.detail())
                .endsWith("room: reads_per_second: limit 600, used 500, requested 101.");
        assertThat(plans.planPut(id("one"), reading(601), ada(1), false).refusals())
                .containsExactly(refusal.view());
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        assertThat(BackDoor.ledger(shard, false)).isEqualTo(one.status().effective().demand());
        assertThat(put("one", reading(600), 1L)).isInstanceOf(Accepted.Changed.class);
        recounts();
    }

    @Test
    void aChangeTakesMoreAtOnceAndGivesBackWhenItIsActive() {
        active("one", reading(SOME));
        for (double reads : new double[] {4 * SOME, SOME / 5}) {
            Namespace now = change("one", reading(reads));
            assertThat(quota().reserved().readsPerSecond()).isEqualTo((long) (4 * SOME));
            recounts();
            settled(now);
            assertThat(quota().reserved())
                    .isEqualTo(
                            QuotaAmounts.of(
                                    new Holding(1, now.status().effective().demand(), cents(now))));
            recounts();
        }
    }

    @Test
    void whatAChangeTookIsGivenBackWhenItIsUndone() {
        active("one", reading(SOME));
        QuotaAmounts before = quota().reserved();
        Namespace changing = change("one", reading(4 * SOME));
        assertThat(quota().reserved()).isNotEqualTo(before);
        UUID change = Objects.requireNonNull(changing.status().operationId());
        tenancy.run(tenant, () -> lifecycle.restore(changing.uid(), change));
        settled(changing);
        assertThat(quota().reserved()).isEqualTo(before);
        recounts();
    }

    @Test
    void aRetiredNamespaceKeepsItsPlaceAndComesBackToIt() {
        Namespace one = active("one", reading(SOME));
        QuotaAmounts before = quota().reserved();
        limit(new QuotaLimits(1L, null, null, null, null, null, null, null));
        UUID _ = Seed.retired(id("one"), one.uid());
        assertThat(quota().reserved()).isEqualTo(before);
        assertThat(quota().used()).isEqualTo(QuotaAmounts.of(Holding.NOTHING));
        assertThat(refusal(() -> put("one", reading(SOME), null)).detail())
                .contains("namespaces: limit 1, used 1, requested 1");
        Operation _ = retired.restore(tenant, one.uid(), ada());
        assertThat(quota().reserved()).isEqualTo(before);
        assertThat(quota().used()).isEqualTo(before);
        recounts();
    }

    private Quota quota() {
        return quotas.find(tenant).orElseThrow();
    }

    private void limit(QuotaLimits limits) {
        assertThat(quotas.put(tenant, limits, ada()).limits()).isEqualTo(limits);
    }

    private void recounts() {
        assertThat(BackDoor.quota(tenant, false)).isEqualTo(BackDoor.quota(tenant, true));
    }

    private NamespaceId id(String name) {
        return new NamespaceId(tenant, name);
    }

    private Accepted put(String name, NamespaceSpec spec, @Nullable Long ifMatch) {
        return namespaces.put(id(name), spec, ifMatch == null ? ada() : ada(ifMatch), false);
    }

    private Namespace active(String name, NamespaceSpec spec) {
        Namespace made = put(name, spec, null).namespace();
        Seed.ended(made.uid(), NamespaceState.ACTIVE);
        return made;
    }

    private Namespace change(String name, NamespaceSpec spec) {
        Namespace now = namespaces.find(id(name)).orElseThrow();
        return put(name, spec, now.revision()).namespace();
    }

    private void settled(Namespace namespace) {
        tenancy.run(tenant, () -> lifecycle.active(namespace.uid()));
        tenancy.run(tenant, () -> lifecycle.active(namespace.uid()));
        Seed.ended(namespace.uid(), NamespaceState.ACTIVE);
    }

    private static long cents(Namespace namespace) {
        return Objects.requireNonNull(namespace.status().effective().monthlyCost()).cents();
    }

    private NamespaceSpec reading(double perSecond) {
        return Seed.spec(shard, "\"workload\": {\"reads_per_second\": " + perSecond + "}");
    }
}
