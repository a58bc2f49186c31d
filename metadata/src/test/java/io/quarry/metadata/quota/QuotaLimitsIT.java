package io.quarry.metadata.quota;

import static io.quarry.metadata.kit.Answers.refusal;
import static io.quarry.metadata.kit.Callers.ada;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.idempotency.IdempotencyKey;
import io.quarry.metadata.kit.BackDoor;
import io.quarry.metadata.kit.Callers;
import io.quarry.metadata.kit.Seed;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.TenantSpec;
import io.quarry.metadata.tenant.Tenants;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits, as operators set them. */
@QuarkusTest
class QuotaLimitsIT {
    private static final QuotaLimits SOME =
            new QuotaLimits(10L, 64_000L, 1L << 40, null, 5_000L, 0L, 100L, 2_500.29);

    @Inject Quotas quotas;
    @Inject Tenants tenants;

    private TenantId tenant = TenantId.of("unseeded");

    @BeforeEach
    void aTenant() {
        tenant = Seed.tenant();
    }

    @Test
    void limitsAreReplacedAndTheAuditLogSaysWhatTheyWere() {
        assertThat(quotas.planPut(tenant, SOME, 1L)).isTrue();
        Quota limited = quotas.put(tenant, SOME, ada(1));
        assertThat(limited.limits()).isEqualTo(SOME);
        assertThat(limited.revision()).isEqualTo(2);
        assertThat(quotas.find(tenant)).contains(limited);
        assertThat(quotas.planPut(tenant, SOME, 2L)).isFalse();
        assertThat(quotas.put(tenant, SOME, ada())).isEqualTo(limited);
        assertThat(refusal(() -> quotas.put(tenant, QuotaLimits.NONE, ada(1))).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(refusal(() -> quotas.planPut(tenant, QuotaLimits.NONE, 1L)).code())
                .isEqualTo(ProblemCode.PRECONDITION_FAILED);
        assertThat(quotas.put(tenant, QuotaLimits.NONE, ada(2)).limits())
                .isEqualTo(QuotaLimits.NONE);
        assertThat(BackDoor.audited(tenant)).containsExactly("quota.put", "quota.put");
        assertThat(
                        BackDoor.strings(
                                "SELECT coalesce(before ->> 'monthly_cost', 'none') || ' ' ||"
                                        + " coalesce(after ->> 'monthly_cost', 'none') FROM audit"
                                        + " WHERE tenant = ? ORDER BY id",
                                tenant.name()))
                .containsExactly("none 2500.29", "2500.29 none");
    }

    @Test
    void whatIsReservedStaysWithinTheLimits() {
        NamespaceId id = new NamespaceId(tenant, "orders");
        Uid _ = Seed.namespace(id, Seed.shard(1), NamespaceState.ACTIVE);
        QuotaLimits less = new QuotaLimits(0L, 0L, null, null, null, null, 0L, null);
        var before = BackDoor.trace(tenant);
        ProblemException refusal = refusal(() -> quotas.put(tenant, less, ada()));
        assertThat(refusal.code()).isEqualTo(ProblemCode.QUOTA_BELOW_RESERVED);
        assertThat(refusal.detail())
                .contains("namespaces: limit 0, used 1; objects: limit 0, used 1.")
                .doesNotContain("millicores");
        assertThat(refusal.facts().toString())
                .contains("dimension=objects, limit=0, used=1")
                .doesNotContain("requested");
        assertThat(refusal(() -> quotas.planPut(tenant, less, null)).view())
                .isEqualTo(refusal.view());
        assertThat(BackDoor.trace(tenant)).isEqualTo(before);
        QuotaLimits enough = new QuotaLimits(1L, 0L, null, null, null, null, 1L, null);
        assertThat(quotas.put(tenant, enough, ada()).limits()).isEqualTo(enough);
    }

    @Test
    void everythingThatIsWrongWithTheLimitsIsNamed() {
        QuotaLimits wrong =
                new QuotaLimits(-1L, null, Capacity.MOST + 1, null, null, null, null, -0.5);
        ProblemException refusal = refusal(() -> quotas.put(tenant, wrong, ada()));
        assertThat(refusal.code()).isEqualTo(ProblemCode.INVALID_REQUEST);
        assertThat(refusal.violations())
                .extracting(Violation::field)
                .containsExactly("namespaces", "memory_bytes", "monthly_cost");
        for (double cost : new double[] {0.005, 1e300}) {
            assertThat(refusal(() -> quotas.planPut(tenant, costing(cost), null)).violations())
                    .extracting(Violation::field)
                    .containsExactly("monthly_cost");
        }
    }

    private static QuotaLimits costing(double cost) {
        return new QuotaLimits(null, null, null, null, null, null, null, cost);
    }

    @Test
    void aTenantThatIsNotThereHasNone() {
        TenantId absent = TenantId.of(Seed.name("t"));
        assertThat(quotas.find(absent)).isEmpty();
        assertThat(refusal(() -> quotas.put(absent, SOME, ada())).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(refusal(() -> quotas.planPut(absent, SOME, null)).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
    }

    @Test
    void aTenantThatIsMadeAgainBeginsWithoutLimits() {
        TenantId id = TenantId.of(Seed.name("t"));
        tenants.put(id, new TenantSpec(""), ada());
        Quota limited = quotas.put(id, SOME, ada());
        tenants.put(id, new TenantSpec("described"), ada());
        assertThat(quotas.find(id)).contains(limited);
        tenants.delete(id, ada());
        assertThat(quotas.find(id)).isEmpty();
        tenants.put(id, new TenantSpec(""), ada());
        Quota fresh = quotas.find(id).orElseThrow();
        assertThat(fresh.limits()).isEqualTo(QuotaLimits.NONE);
        assertThat(fresh.revision()).isGreaterThan(limited.revision());
    }

    @Test
    void oneKeyIsOneChange() {
        Caller once = Callers.ada(new IdempotencyKey(Seed.name("k"), "PUT /quota", "hash"));
        Quota first = quotas.put(tenant, SOME, once);
        Quota _ = quotas.put(tenant, QuotaLimits.NONE, ada());
        assertThat(quotas.put(tenant, SOME, once)).isEqualTo(first);
        assertThat(quotas.find(tenant).orElseThrow().limits()).isEqualTo(QuotaLimits.NONE);
    }
}
