package io.quarry.metadata.quota;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.capacity.PriceList;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What tenants may take, and the ledger of what their namespaces do. A transaction that takes room
 * on shards as well comes here after it has been there, so that nobody who holds a tenant's row
 * waits for a shard.
 */
@ApplicationScoped
public class Quotas {
    private static final TypeReference<Quota> QUOTA = new TypeReference<>() {};

    private final Tenancy tenancy;
    private final Tenants tenants;
    private final QuotaRows rows;
    private final PriceList prices;
    private final Idempotency idempotency;
    private final Audit audit;

    Quotas(
            Tenancy tenancy,
            Tenants tenants,
            QuotaRows rows,
            PriceList prices,
            Idempotency idempotency,
            Audit audit) {
        this.tenancy = tenancy;
        this.tenants = tenants;
        this.rows = rows;
        this.prices = prices;
        this.idempotency = idempotency;
        this.audit = audit;
    }

    /** The tenant's quota, if there is such a tenant. */
    public Optional<Quota> find(TenantId tenant) {
        return tenancy.call(tenant, () -> tenants.find(tenant).map(_ -> quota(tenant)));
    }

    /**
     * Replaces the limits; a stale If-Match is PRECONDITION_FAILED.
     *
     * @throws ProblemException QUOTA_BELOW_RESERVED, for what is reserved stays within the limits
     *     at all times; NOT_FOUND unless the tenant is there
     */
    public Quota put(TenantId tenant, QuotaLimits limits, Caller caller) {
        limits.check();
        return idempotency.inTenant(tenant, caller, QUOTA, () -> write(tenant, limits, caller));
    }

    /**
     * What {@link #put} would be refused with is thrown here as well.
     *
     * @return whether it would change something
     */
    public boolean planPut(TenantId tenant, QuotaLimits limits, @Nullable Long ifMatch) {
        limits.check();
        return tenancy.call(
                tenant,
                () -> {
                    existing(tenant);
                    return changes(rows.find(tenant), limits, ifMatch);
                });
    }

    /**
     * Takes it from the tenant's quota; within a transaction that also says what it is for.
     *
     * @throws ProblemException QUOTA_EXCEEDED with limit, used and requested of each dimension that
     *     has too little room
     */
    public void take(TenantId tenant, Holding more) {
        if (rows.take(tenant, more)) {
            return;
        }
        // nobody moves it now, so that the refusal says what is
        QuotaRow row = rows.locked(tenant);
        List<QuotaDimension> exceeded = row.exceededBy(more);
        if (!exceeded.isEmpty()) {
            throw Refusals.exceeded(row, more, exceeded);
        }
        rows.move(tenant, more);
    }

    /** What {@link #take} would be refused with. */
    public Optional<ProblemException> refusal(TenantId tenant, Holding more) {
        QuotaRow row = rows.find(tenant);
        List<QuotaDimension> exceeded = row.exceededBy(more);
        return exceeded.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusals.exceeded(row, more, exceeded));
    }

    /** Within a transaction that takes away what it was for. */
    public void giveBack(TenantId tenant, Holding less) {
        rows.move(tenant, less.negative());
    }

    private Quota write(TenantId tenant, QuotaLimits limits, Caller caller) {
        tenants.hold(tenant);
        existing(tenant);
        QuotaRow row = rows.locked(tenant);
        if (changes(row, limits, caller.ifMatch())) {
            rows.limit(tenant, limits);
            audit.record(
                    tenant,
                    caller,
                    "quota.put",
                    tenant.name(),
                    AuditOutcome.DONE,
                    Change.replaced(row.limits(), limits),
                    Map.of());
        }
        return quota(tenant);
    }

    private static boolean changes(QuotaRow row, QuotaLimits limits, @Nullable Long ifMatch) {
        Preconditions.match(ifMatch, row.revision());
        List<QuotaDimension> above = row.above(limits);
        if (!above.isEmpty()) {
            throw Refusals.belowReserved(row, limits, above);
        }
        return !row.limits().equals(limits);
    }

    private void existing(TenantId tenant) {
        if (tenants.find(tenant).isEmpty()) {
            throw new ProblemException(
                    ProblemCode.NOT_FOUND, "There is no such tenant, or you may not see it.");
        }
    }

    private Quota quota(TenantId tenant) {
        return rows.quota(tenant, prices.currency());
    }
}
