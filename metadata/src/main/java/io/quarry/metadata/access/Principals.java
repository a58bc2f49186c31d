package io.quarry.metadata.access;

import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whom the addresses of grants mean. A grant is given to a name, and from the first token of that
 * name on it is that subject's: whoever has the name afterwards has nothing by it.
 */
@ApplicationScoped
public class Principals {
    private static final String PART = "platform-api";

    private final Tenancy tenancy;
    private final GrantRows rows;
    private final Routes routes;
    private final Audit audit;

    /**
     * What a principal has.
     *
     * @param namesake whether its name has grants that are somebody else's
     */
    public record Held(List<Grant> grants, boolean namesake) {
        public Held {
            grants = List.copyOf(grants);
        }

        private static Held of(Principal principal, List<GrantRows.Addressed> all) {
            List<Grant> own =
                    all.stream()
                            .filter(each -> each.subject() == null || each.subject().is(principal))
                            .map(GrantRows.Addressed::grant)
                            .toList();
            return new Held(own, own.size() < all.size());
        }
    }

    Principals(Tenancy tenancy, Sql sql, Routes routes, Audit audit) {
        this.tenancy = tenancy;
        this.rows = new GrantRows(sql);
        this.routes = routes;
        this.audit = audit;
    }

    /** What is the principal's, or could become so; over all tenants. */
    public Held of(Principal principal) {
        return Held.of(principal, rows.ofPrincipal(principal.address()));
    }

    /**
     * As {@link #of}, for one whose token was verified: what its address means is settled from now
     * on. Of two of one name who come at once, one has it all in a tenant, and the other nothing.
     */
    public Held resolve(Principal principal) {
        List<GrantRows.Addressed> all = rows.ofPrincipal(principal.address());
        Set<Optional<TenantId>> open = open(principal, all);
        if (open.isEmpty()) {
            return Held.of(principal, all);
        }
        open.forEach(tenant -> resolve(principal, tenant.orElse(null)));
        return of(principal);
    }

    /** Where something that the address has means nobody yet; no tenant stands for the platform. */
    private static Set<Optional<TenantId>> open(
            Principal principal, List<GrantRows.Addressed> all) {
        if (!Principal.isReusable(principal.address())) {
            return Set.of();
        }
        return all.stream()
                .filter(each -> each.subject() == null)
                .map(each -> Optional.ofNullable(Grants.tenantOf(each.grant().scope())))
                .collect(Collectors.toSet());
    }

    private void resolve(Principal principal, @Nullable TenantId tenant) {
        Supplier<Boolean> work =
                () -> {
                    List<String> where = rows.resolve(principal, tenant);
                    if (where.isEmpty()) {
                        return false;
                    }
                    if (tenant != null) {
                        publish(tenant, where);
                    }
                    audit.record(
                            tenant,
                            Caller.platform(PART, "resolve " + principal.address()),
                            "principal.resolve",
                            principal.address()
                                    + " on "
                                    + (tenant == null ? "platform" : tenant.name()),
                            AuditOutcome.DONE,
                            Map.of(
                                    "issuer", principal.issuer(),
                                    "subject", principal.subject()));
                    return true;
                };
        boolean _ = tenant == null ? tenancy.platform(work) : tenancy.call(tenant, work);
    }

    private void publish(TenantId tenant, List<String> where) {
        for (String uid : where) {
            if (uid.isEmpty()) {
                var _ = routes.refreshGrants(tenant);
            } else {
                routes.refreshIfThere(Uid.of(uid));
            }
        }
    }
}
