package io.quarry.metadata.tenant;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Visible;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.answer.Written;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Texts;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tenants by name. */
@ApplicationScoped
public class Tenants {
    private static final TypeReference<Written<Tenant>> ANSWER = new TypeReference<>() {};

    private final Tenancy tenancy;
    private final Sql sql;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Routes routes;

    Tenants(Tenancy tenancy, Sql sql, Idempotency idempotency, Audit audit, Routes routes) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.idempotency = idempotency;
        this.audit = audit;
        this.routes = routes;
    }

    /** Makes or changes a tenant; a stale If-Match is PRECONDITION_FAILED. */
    public Written<Tenant> put(TenantId id, TenantSpec spec, Caller caller) {
        check(spec);
        return tenancy.call(
                id, () -> idempotency.once(caller, id, ANSWER, () -> write(id, spec, caller)));
    }

    /** The tenant, if there is one. */
    public Optional<Tenant> find(TenantId id) {
        return tenancy.call(
                id,
                () -> TenantRow.<TenantRow>findByIdOptional(id.name()).map(TenantRow::toTenant));
    }

    /** Visible tenants by name. */
    public Listing<Tenant> list(Visible visible, PageRequest page) {
        String listing = "tenants " + visible.digest();
        String after = page.after(listing);
        List<Tenant> rows =
                sql.acrossTenants(
                        handle ->
                                handle.createQuery(
                                                "SELECT * FROM tenant"
                                                        + " WHERE (:names::text[] IS NULL OR name = ANY(:names::text[]))"
                                                        + " AND (:after::text IS NULL OR name > :after)"
                                                        + " ORDER BY name LIMIT :limit")
                                        .bind("names", visible.names())
                                        .bind("after", after)
                                        .bind("limit", page.limit() + 1)
                                        .map((row, _) -> tenant(row))
                                        .list());
        return page.page(listing, rows, tenant -> tenant.name().name(), tenant -> tenant);
    }

    private Written<Tenant> write(TenantId id, TenantSpec spec, Caller caller) {
        sql.lock("tenant " + id);
        TenantRow known = TenantRow.findById(id.name(), LockModeType.PESSIMISTIC_WRITE);
        Preconditions.match(caller.ifMatch(), known == null ? null : known.revision);
        if (known == null) {
            TenantRow fresh = new TenantRow();
            fresh.name = id.name();
            fresh.description = spec.description();
            fresh.revision = 1;
            fresh.persistAndFlush();
            routes.refreshGrants(id);
            written(id, "tenant.create", Change.created(spec), caller);
            return new Written<>(fresh.toTenant(), true);
        }
        if (!known.description.equals(spec.description())) {
            Change change = Change.replaced(new TenantSpec(known.description), spec);
            known.description = spec.description();
            known.revision++;
            known.persistAndFlush();
            written(id, "tenant.change", change, caller);
        }
        return new Written<>(known.toTenant(), false);
    }

    private void written(TenantId id, String action, Change change, Caller caller) {
        audit.record(id, caller, action, id.name(), AuditOutcome.DONE, change, Map.of());
    }

    private static void check(TenantSpec spec) {
        Texts.check("description", spec.description(), TenantSpec.MAX_DESCRIPTION)
                .ifPresent(
                        fault -> {
                            throw new ProblemException(
                                    ProblemCode.INVALID_REQUEST,
                                    fault.field() + " " + fault.message() + ".",
                                    List.of(fault));
                        });
    }

    private static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                TenantId.of(row.getString("name")),
                row.getString("description"),
                row.getLong("revision"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
