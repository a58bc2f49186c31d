package io.quarry.metadata.audit;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who did what, and what was denied. */
@ApplicationScoped
public class Audit {
    private static final String INSERT =
            "INSERT INTO audit (tenant, issuer, subject, principal, request_id, action, target,"
                    + " outcome, detail, denied_minute) VALUES (:tenant, :issuer, :subject,"
                    + " :principal, :request, :action, :target, :outcome, :detail::jsonb, ";

    private final Tenancy tenancy;
    private final Sql sql;

    Audit(Tenancy tenancy, Sql sql) {
        this.tenancy = tenancy;
        this.sql = sql;
    }

    /**
     * In the transaction of the mutation.
     *
     * @param tenant whose it is, or null for what belongs to no tenant
     */
    public void record(
            @Nullable TenantId tenant,
            Caller caller,
            String action,
            String target,
            String outcome,
            Map<String, ?> detail) {
        insert(
                INSERT + "NULL)",
                tenant,
                caller.principal(),
                caller.requestId(),
                action,
                target,
                outcome,
                Json.write(detail));
    }

    /**
     * Folded by principal, route and minute; the route is a template such as {@code GET
     * /api/v1/tenants/{tenant}}.
     */
    public void denial(Principal principal, String route, @Nullable TenantId tenant) {
        String fold =
                INSERT
                        + "date_trunc('minute', now(), 'UTC'))"
                        + " ON CONFLICT (issuer, subject, action, tenant, denied_minute)"
                        + " WHERE denied_minute IS NOT NULL DO NOTHING";
        String target = tenant == null ? "platform" : tenant.name();
        boolean _ =
                tenant == null
                        ? tenancy.platform(
                                () ->
                                        insert(
                                                fold, null, principal, null, route, target,
                                                "denied", "{}"))
                        : tenancy.call(
                                tenant,
                                () ->
                                        insert(
                                                fold, tenant, principal, null, route, target,
                                                "denied", "{}"));
    }

    private boolean insert(
            String statement,
            @Nullable TenantId tenant,
            Principal principal,
            @Nullable String request,
            String action,
            String target,
            String outcome,
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
                                        .bind("outcome", outcome)
                                        .bind("detail", detail)
                                        .execute()
                                > 0);
    }
}
