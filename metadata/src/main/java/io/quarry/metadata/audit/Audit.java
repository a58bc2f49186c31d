package io.quarry.metadata.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Principal;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who did what, and what was denied. */
@ApplicationScoped
public class Audit {
    private static final String INSERT =
            "INSERT INTO audit (tenant, issuer, subject, principal, request_id, action, target,"
                    + " outcome, detail, denied_minute) VALUES (:tenant, :issuer, :subject,"
                    + " :principal, :request, :action, :target, :outcome, :detail::jsonb, ";

    private static final String LIST =
            """
            SELECT * FROM audit
            WHERE (:tenants::text[] IS NULL OR tenant = ANY(:tenants::text[]))
            AND (:tenant::text IS NULL OR tenant = :tenant) AND (:actor::text IS NULL OR principal = :actor)
            AND (:action::text IS NULL OR action = :action) AND (:outcome::text IS NULL OR outcome = :outcome)
            AND (:resource::text IS NULL OR starts_with(target, :resource))
            AND (:from::timestamptz IS NULL OR at >= :from) AND (:to::timestamptz IS NULL OR at < :to)
            AND (:after::bigint IS NULL OR id < :after::bigint)
            ORDER BY id DESC LIMIT :limit
            """;
    private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

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
            AuditOutcome outcome,
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
        Supplier<Boolean> write =
                () ->
                        insert(
                                fold,
                                tenant,
                                principal,
                                null,
                                route,
                                target,
                                AuditOutcome.DENIED,
                                "{}");
        boolean _ = tenant == null ? tenancy.platform(write) : tenancy.call(tenant, write);
    }

    /** Newest first. */
    public Listing<AuditEvent> list(AuditFilter filter, PageRequest page) {
        TenantId tenant = filter.tenant();
        AuditOutcome outcome = filter.outcome();
        String listing =
                Stream.of(
                                "audit",
                                filter.visible().digest(),
                                tenant,
                                filter.actor(),
                                filter.action(),
                                filter.resource(),
                                outcome,
                                filter.from(),
                                filter.to())
                        .map(String::valueOf)
                        .collect(Collectors.joining(" "));
        Long after = page.after(listing, Long::valueOf);
        List<AuditEvent> rows =
                sql.acrossTenants(
                        handle ->
                                handle.createQuery(LIST)
                                        .bind("tenants", filter.visible().names())
                                        .bind("tenant", tenant == null ? null : tenant.name())
                                        .bind("actor", filter.actor())
                                        .bind("action", filter.action())
                                        .bind("resource", filter.resource())
                                        .bind("outcome", outcome == null ? null : outcome.wire())
                                        .bind("from", filter.from())
                                        .bind("to", filter.to())
                                        .bind("after", after)
                                        .bind("limit", page.limit() + 1)
                                        .map((row, _) -> event(row))
                                        .list());
        return page.page(listing, rows, each -> Long.toString(each.id()), each -> each);
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        String tenant = row.getString("tenant");
        return new AuditEvent(
                row.getLong("id"),
                row.getTimestamp("at").toInstant(),
                tenant == null ? null : TenantId.of(tenant),
                row.getString("principal"),
                row.getString("action"),
                row.getString("target"),
                AuditOutcome.ofWire(row.getString("outcome")),
                row.getString("request_id"),
                Json.read(row.getString("detail"), DETAIL));
    }

    private boolean insert(
            String statement,
            @Nullable TenantId tenant,
            Principal principal,
            @Nullable String request,
            String action,
            String target,
            AuditOutcome outcome,
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
                                        .bind("detail", detail)
                                        .execute()
                                > 0);
    }
}
