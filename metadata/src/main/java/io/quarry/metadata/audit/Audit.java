package io.quarry.metadata.audit;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.fault.Halts;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who did what, and what was denied. */
@ApplicationScoped
public class Audit {
    private static final String INSERT =
            "INSERT INTO audit (tenant, issuer, subject, principal, request_id, action, target,"
                    + " outcome, operation_id, before, after, detail, denied_minute) VALUES"
                    + " (:tenant, :issuer, :subject, :principal, :request, :action, :target,"
                    + " :outcome, :operation::uuid, :before::jsonb, :after::jsonb, :detail::jsonb, ";

    private final Tenancy tenancy;
    private final Sql sql;
    private final AuditRows rows;
    private final TransactionSynchronizationRegistry transaction;

    Audit(
            Tenancy tenancy,
            Sql sql,
            AuditRows rows,
            TransactionSynchronizationRegistry transaction) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.rows = rows;
        this.transaction = transaction;
    }

    /**
     * In the transaction of the mutation.
     *
     * @param tenant whose it is, or null for what belongs to no tenant
     * @param change what became of the resource
     * @param detail what else is known of it; never a secret
     */
    public void record(
            @Nullable TenantId tenant,
            Caller caller,
            String action,
            String target,
            AuditOutcome outcome,
            Change change,
            Map<String, ?> detail) {
        insert(
                INSERT + "NULL)",
                tenant,
                caller.principal(),
                caller.requestId(),
                action,
                target,
                outcome,
                change,
                Json.write(detail));
        Halts.aroundCommit(action, transaction);
    }

    /** As above, for an act that leaves the resource as it is. */
    public void record(
            @Nullable TenantId tenant,
            Caller caller,
            String action,
            String target,
            AuditOutcome outcome,
            Map<String, ?> detail) {
        record(tenant, caller, action, target, outcome, Change.NONE, detail);
    }

    /**
     * Folded by principal, route and minute; the route is a template such as {@code GET
     * /api/v1/tenants/{tenant}}. What is denied in a tenant is the tenant's to know; a name that no
     * tenant has belongs to nobody, so that trying many of them still leaves one row.
     */
    public void denial(Principal principal, String route, @Nullable TenantId tenant) {
        denial(principal, route, tenant, Map.of());
    }

    /**
     * As the other.
     *
     * @param detail what else is known of it; of the first that the minute's row stands for
     */
    public void denial(
            Principal principal, String route, @Nullable TenantId tenant, Map<String, ?> detail) {
        String fold =
                INSERT
                        + "date_trunc('minute', now(), 'UTC'))"
                        + " ON CONFLICT (issuer, subject, action, tenant, denied_minute)"
                        + " WHERE denied_minute IS NOT NULL DO NOTHING";
        TenantId whose = tenant != null && rows.isThere(tenant) ? tenant : null;
        Supplier<Boolean> write =
                () ->
                        insert(
                                fold,
                                whose,
                                principal,
                                null,
                                route,
                                tenant == null ? "platform" : tenant.name(),
                                AuditOutcome.DENIED,
                                Change.NONE,
                                Json.write(detail));
        boolean _ = whose == null ? tenancy.platform(write) : tenancy.call(whose, write);
    }

    /** Newest first. */
    public Listing<AuditEvent> list(AuditFilter filter, PageRequest page) {
        String listing = "audit " + filter.digest();
        Long after = page.after(listing, Long::valueOf);
        List<AuditEvent> found = rows.find(filter, after, page.limit() + 1);
        return page.page(listing, found, each -> Long.toString(each.id()), each -> each);
    }

    /**
     * Everything that the filter finds, newest first, a page at a time: no more than one of them is
     * in memory, and none is read before the one before it was taken. What is written meanwhile is
     * newer and not among them.
     */
    public void export(AuditFilter filter, Consumer<List<AuditEvent>> taken) {
        Long after = null;
        List<AuditEvent> found;
        do {
            found = rows.find(filter, after, PageRequest.MAXIMUM);
            if (!found.isEmpty()) {
                taken.accept(found);
                after = found.getLast().id();
            }
        } while (found.size() == PageRequest.MAXIMUM);
    }

    private boolean insert(
            String statement,
            @Nullable TenantId tenant,
            Principal principal,
            @Nullable String request,
            String action,
            String target,
            AuditOutcome outcome,
            Change change,
            String detail) {
        return sql.here(
                handle ->
                        handle.createUpdate(statement)
                                        .bind("tenant", tenant == null ? null : tenant.name())
                                        .bind("issuer", principal.issuer())
                                        .bind("subject", principal.subject())
                                        .bind("principal", principal.address())
                                        .bind("request", request)
                                        .bind("action", action)
                                        .bind("target", target)
                                        .bind("outcome", outcome.wire())
                                        .bind("operation", text(change.operation()))
                                        .bind("before", json(change.before()))
                                        .bind("after", json(change.after()))
                                        .bind("detail", detail)
                                        .execute()
                                > 0);
    }

    private static @Nullable String json(@Nullable Object value) {
        return value == null ? null : Json.write(value);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
