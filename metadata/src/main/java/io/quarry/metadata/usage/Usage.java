package io.quarry.metadata.usage;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What namespaces used, by the hour. */
@ApplicationScoped
public class Usage {
    private final Tenancy tenancy;
    private final Tenants tenants;
    private final UsageRows rows;

    Usage(Tenancy tenancy, Tenants tenants, UsageRows rows) {
        this.tenancy = tenancy;
        this.tenants = tenants;
        this.rows = rows;
    }

    /**
     * By time, then by uid, retired namespaces among them; hours in which a namespace was not used
     * are left out. Empty if there is no such tenant.
     */
    public Optional<Listing<NamespaceUsage>> list(
            TenantId tenant, UsageWindow window, PageRequest page) {
        String listing = "usage " + tenant + " " + window.asked();
        UsageCursor after = page.after(listing, UsageCursor::of);
        return tenancy.call(
                tenant,
                () ->
                        tenants.find(tenant)
                                .map(
                                        _ ->
                                                page.page(
                                                        listing,
                                                        rows.find(
                                                                tenant,
                                                                window,
                                                                after,
                                                                page.limit() + 1),
                                                        UsageCursor::key,
                                                        each -> each)));
    }

    /**
     * For the worker, in a transaction of its own: whatever of it was stored before, or is older
     * than what is there, changes nothing.
     *
     * @return how many cells were left out because there is no such namespace
     */
    public int store(List<UsageBatch> batches) {
        return tenancy.system(() -> rows.store(batches));
    }

    /** For the worker: forgets hours that began longer ago. */
    public int expire(Duration retention) {
        return tenancy.system(() -> rows.deleteOlderThan(retention));
    }
}
