package io.quarry.metadata.tenant;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
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
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tenants by name. */
@ApplicationScoped
public class Tenants {
    private static final TypeReference<Written<Tenant>> ANSWER = new TypeReference<>() {};
    private static final TypeReference<Tenant> TENANT = new TypeReference<>() {};
    private static final TypeReference<TenantId> NAMED_BY_KEY = new TypeReference<>() {};
    private static final TypeReference<Boolean> DELETED = new TypeReference<>() {};

    /** A refusal that names a thousand namespaces says no more. */
    private static final int NAMED = 10;

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
        spec.check();
        return idempotency.inTenant(id, caller, ANSWER, () -> write(id, spec, caller));
    }

    /**
     * Makes a tenant; NAME_TAKEN if there is one. Whoever names the tenant in the body asks the
     * platform, so the key is the platform's first, whichever tenant it names.
     */
    public Tenant create(TenantId id, TenantSpec spec, Caller caller) {
        spec.check();
        TenantId named =
                tenancy.platform(() -> idempotency.once(caller, null, NAMED_BY_KEY, () -> id));
        return put(named, spec, caller.creating()).value();
    }

    /**
     * As {@link #put} of what is said of it with a JSON Merge Patch applied; NOT_FOUND if absent.
     */
    public Tenant patch(TenantId id, JsonNode patch, Caller caller) {
        return idempotency.inTenant(id, caller, TENANT, () -> merge(id, patch, caller));
    }

    /**
     * Takes a tenant away with all that was granted in it; its history stays. NOT_FOUND if absent,
     * TENANT_NOT_EMPTY with what remains.
     */
    public void delete(TenantId id, Caller caller) {
        boolean _ = idempotency.inTenant(id, caller, DELETED, () -> end(id, caller));
    }

    /** What {@link #delete} would be refused with is thrown here as well. */
    public void checkDeletion(TenantId id, @Nullable Long ifMatch) {
        boolean _ =
                tenancy.call(
                        id,
                        () -> {
                            Preconditions.match(ifMatch, required(id).revision);
                            empty(id);
                            return true;
                        });
    }

    /** The tenant, if there is one. */
    public Optional<Tenant> find(TenantId id) {
        return tenancy.call(
                id,
                () ->
                        Optional.ofNullable(TenantRow.<TenantRow>findById(id.name()))
                                .filter(row -> row.deletedAt == null)
                                .map(TenantRow::toTenant));
    }

    /** Within a transaction: until it ends the tenant is neither changed nor deleted. */
    public void hold(TenantId id) {
        sql.share(lock(id));
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
                                                        + " WHERE deleted_at IS NULL AND (:names::text[] IS NULL OR name = ANY(:names::text[]))"
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
        TenantRow known = locked(id);
        Preconditions.match(
                caller.ifMatch(), known == null || known.deletedAt != null ? null : known.revision);
        if (known == null || known.deletedAt != null) {
            return new Written<>(create(id, known, spec, caller), true);
        }
        return new Written<>(change(id, known, spec, caller), false);
    }

    /** One that was deleted under this name lends its row; its revisions go on rising. */
    private Tenant create(
            TenantId id, @Nullable TenantRow deleted, TenantSpec spec, Caller caller) {
        TenantRow fresh = deleted == null ? new TenantRow() : deleted;
        fresh.name = id.name();
        fresh.description = spec.description();
        fresh.revision++;
        fresh.createdAt = Instant.now().truncatedTo(ChronoUnit.MICROS);
        fresh.deletedAt = null;
        fresh.persistAndFlush();
        routes.refreshGrants(id);
        written(id, "tenant.create", Change.created(spec), caller);
        return fresh.toTenant();
    }

    private Tenant change(TenantId id, TenantRow known, TenantSpec spec, Caller caller) {
        if (!known.description.equals(spec.description())) {
            Change change = Change.replaced(new TenantSpec(known.description), spec);
            known.description = spec.description();
            known.revision++;
            known.persistAndFlush();
            written(id, "tenant.change", change, caller);
        }
        return known.toTenant();
    }

    private Tenant merge(TenantId id, JsonNode patch, Caller caller) {
        TenantRow known = required(id);
        Preconditions.match(caller.ifMatch(), known.revision);
        TenantSpec spec = new TenantSpec(known.description).patched(patch);
        spec.check();
        return change(id, known, spec, caller);
    }

    private boolean end(TenantId id, Caller caller) {
        TenantRow known = required(id);
        Preconditions.match(caller.ifMatch(), known.revision);
        empty(id);
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(
                                                "DELETE FROM access_grant WHERE tenant = :tenant")
                                        .bind("tenant", id.name())
                                        .execute());
        known.deletedAt = Instant.now();
        known.persistAndFlush();
        routes.refreshGrants(id);
        written(id, "tenant.delete", Change.removed(new TenantSpec(known.description)), caller);
        return true;
    }

    /** Nothing is left of it but history. */
    private void empty(TenantId id) {
        List<String> left =
                sql.here(
                        handle ->
                                handle.createQuery(
                                                "SELECT name || ' (' || state || ')' FROM namespace"
                                                        + " WHERE tenant = :tenant AND state <> 'PURGED'"
                                                        + " ORDER BY name, uid")
                                        .bind("tenant", id.name())
                                        .mapTo(String.class)
                                        .list());
        if (!left.isEmpty()) {
            int more = left.size() - Math.min(left.size(), NAMED);
            throw new ProblemException(
                    ProblemCode.TENANT_NOT_EMPTY,
                    "These namespaces of "
                            + id
                            + " are not purged: "
                            + String.join(", ", left.subList(0, left.size() - more))
                            + (more == 0 ? "." : " and " + more + " more."),
                    Map.of("used", left.size()));
        }
    }

    private TenantRow required(TenantId id) {
        TenantRow known = locked(id);
        if (known == null || known.deletedAt != null) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "There is no such tenant.");
        }
        return known;
    }

    private @Nullable TenantRow locked(TenantId id) {
        sql.lock(lock(id));
        return TenantRow.findById(id.name(), LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * The words of the lock that a tenant's deletion takes alone, and shares with what is made in
     * it.
     */
    public static String lock(TenantId id) {
        return "tenant " + id;
    }

    private void written(TenantId id, String action, Change change, Caller caller) {
        audit.record(id, caller, action, id.name(), AuditOutcome.DONE, change, Map.of());
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
