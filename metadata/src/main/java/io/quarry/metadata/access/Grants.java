package io.quarry.metadata.access;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.answer.Written;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.Preconditions;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Grants of people and programs. */
@ApplicationScoped
public class Grants {
    private static final TypeReference<Written<Long>> PUT = new TypeReference<>() {};
    private static final TypeReference<Boolean> REMOVED = new TypeReference<>() {};

    private final Tenancy tenancy;
    private final Sql sql;
    private final GrantRows rows;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Routes routes;
    private final Administrators administrators;

    Grants(Tenancy tenancy, Sql sql, Idempotency idempotency, Audit audit, Routes routes) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.rows = new GrantRows(sql);
        this.idempotency = idempotency;
        this.audit = audit;
        this.routes = routes;
        this.administrators = new Administrators(sql);
    }

    /** Everything that was granted to an address, over all tenants, whomever it means. */
    public List<Grant> of(String principal) {
        return rows.ofPrincipal(principal).stream().map(GrantRows.Addressed::grant).toList();
    }

    /** The grants on a tenant and on its namespaces. */
    public List<Grant> inTenant(TenantId tenant) {
        return tenancy.call(
                tenant, () -> rows.where("g.tenant = :tenant", "tenant", tenant.name()));
    }

    /** Within a transaction: the grants that hold on all of a tenant's namespaces, by principal. */
    public Map<String, Set<Role>> onTenant(TenantId tenant) {
        return byPrincipal(
                rows.where(
                        "g.tenant = :tenant AND g.namespace_uid IS NULL", "tenant", tenant.name()));
    }

    /** Within a transaction: whom the grants of {@link #onTenant} mean, where they do. */
    public Map<String, Subject> subjectsOnTenant(TenantId tenant) {
        return rows.subjects(
                "g.tenant = :tenant AND g.namespace_uid IS NULL", "tenant", tenant.name());
    }

    /** Within a transaction: whom the grants of {@link #onNamespace} mean, where they do. */
    public Map<String, Subject> subjectsOnNamespace(Uid uid) {
        return rows.subjects("g.namespace_uid = :uid", "uid", uid.value());
    }

    /** Within a transaction: the grants on one namespace only, by principal. */
    public Map<String, Set<Role>> onNamespace(Uid uid) {
        return byPrincipal(rows.where("g.namespace_uid = :uid", "uid", uid.value()));
    }

    /** As {@link #inTenant}, page by page: those on all of the tenant first. */
    public Listing<Grant> inTenant(TenantId tenant, PageRequest page) {
        return page(
                "members " + tenant,
                page,
                after ->
                        tenancy.call(
                                tenant,
                                () ->
                                        rows.page(
                                                "g.tenant = :tenant",
                                                Map.of("tenant", tenant.name()),
                                                after,
                                                page.limit() + 1)));
    }

    /** The grants on that scope itself, by principal; NOT_FOUND if a namespace does not exist. */
    public Listing<Grant> on(Scope scope, PageRequest page) {
        return page(
                "grants " + scope.wire(),
                page,
                after -> in(scope, () -> on(scope, after, page.limit() + 1)));
    }

    private List<Grant> on(Scope scope, @Nullable GrantPlace after, int limit) {
        return switch (scope) {
            case Scope.Platform() -> rows.page("g.tenant IS NULL", Map.of(), after, limit);
            case Scope.OfTenant(TenantId tenant) ->
                    rows.page(
                            "g.tenant = :tenant AND g.namespace_uid IS NULL",
                            Map.of("tenant", tenant.name()),
                            after,
                            limit);
            case Scope.OfNamespace _ ->
                    rows.page(
                            "g.namespace_uid = :uid",
                            Map.of("uid", Objects.requireNonNull(uidOf(scope)).value()),
                            after,
                            limit);
        };
    }

    private static Listing<Grant> page(
            String listing, PageRequest page, Function<@Nullable GrantPlace, List<Grant>> read) {
        List<Grant> found = read.apply(page.after(listing, GrantPlace::read));
        return page.page(listing, found, grant -> GrantPlace.of(grant).text(), grant -> grant);
    }

    /** One principal's grant on that scope itself; NOT_FOUND if the scope does not exist. */
    public Optional<Granted> find(String principal, Scope scope) {
        return in(scope, () -> rows.find(principal, scope, uidOf(scope)));
    }

    /**
     * Grants, or changes the role.
     *
     * @throws ProblemException NOT_FOUND if the scope does not exist, PRECONDITION_FAILED for a
     *     stale If-Match, NAME_TAKEN where it was to be new, LAST_ADMINISTRATOR if nobody would be
     *     left who administers the scope
     */
    public Written<Granted> put(Grant grant, Caller caller) {
        if (!grant.role().fits(grant.scope())) {
            throw new IllegalArgumentException(grant + ": no such role there");
        }
        Written<Long> written =
                in(
                        grant.scope(),
                        () ->
                                idempotency.once(
                                        caller,
                                        tenantOf(grant.scope()),
                                        PUT,
                                        () -> write(grant, caller)));
        return new Written<>(new Granted(grant, written.value()), written.created());
    }

    /** What {@link #put} would find there; refuses what it would refuse. */
    public Optional<Granted> planPut(Grant grant, Caller caller) {
        return in(grant.scope(), () -> toReplace(grant, uidOf(grant.scope()), caller));
    }

    /**
     * Takes away; false if nothing was granted there.
     *
     * @throws ProblemException as {@link #put}
     */
    public boolean remove(String principal, Scope scope, Caller caller) {
        return remove(principal, scope, caller, true);
    }

    /** What {@link #remove} would take away; refuses what it would refuse. */
    public Optional<Granted> planRemoval(String principal, Scope scope, Caller caller) {
        return in(scope, () -> toTakeAway(principal, scope, uidOf(scope), caller));
    }

    /** As {@link #remove}, for a principal that is no more and so administers nothing. */
    public boolean forget(String principal, Scope scope, Caller caller) {
        return remove(principal, scope, caller, false);
    }

    private boolean remove(String principal, Scope scope, Caller caller, boolean keepOne) {
        return in(
                scope,
                () ->
                        idempotency.once(
                                caller,
                                tenantOf(scope),
                                REMOVED,
                                () -> takeAway(principal, scope, caller, keepOne)));
    }

    private Written<Long> write(Grant grant, Caller caller) {
        Uid uid = uidOf(grant.scope());
        Optional<Granted> known = toReplace(grant, uid, caller);
        if (known.isPresent() && known.get().grant().equals(grant)) {
            return new Written<>(known.get().revision(), false);
        }
        long revision = rows.write(grant, uid);
        Change change =
                known.map(
                                before ->
                                        Change.replaced(
                                                seen(before.grant().role()), seen(grant.role())))
                        .orElseGet(() -> Change.created(seen(grant.role())));
        changed(grant.principal(), grant.scope(), uid, caller, "grant.put", change);
        return new Written<>(revision, known.isEmpty());
    }

    private boolean takeAway(String principal, Scope scope, Caller caller, boolean keepOne) {
        Uid uid = uidOf(scope);
        Optional<Granted> known =
                keepOne ? toTakeAway(principal, scope, uid, caller) : alone(principal, scope, uid);
        if (known.isEmpty()) {
            return false;
        }
        rows.delete(principal, scope, uid);
        Change change = Change.removed(seen(known.get().grant().role()));
        changed(principal, scope, uid, caller, "grant.remove", change);
        return true;
    }

    /** The gateways hear of it by a route, and the auditors by a row. */
    private void changed(
            String principal,
            Scope scope,
            @Nullable Uid uid,
            Caller caller,
            String action,
            Change change) {
        TenantId tenant = tenantOf(scope);
        if (uid != null) {
            routes.refreshIfThere(uid);
        } else if (tenant != null) {
            routes.refreshGrants(tenant);
        }
        String where =
                switch (scope) {
                    case Scope.Platform() -> "platform";
                    case Scope.OfTenant(TenantId id) -> id.name();
                    case Scope.OfNamespace(NamespaceId id) -> id.toString();
                };
        audit.record(
                tenant,
                caller,
                action,
                principal + " on " + where,
                AuditOutcome.DONE,
                change,
                Map.of());
    }

    /** What people see of a grant besides whose it is and where. */
    private static Map<String, String> seen(Role role) {
        return Map.of("role", role.wire());
    }

    private Optional<Granted> toReplace(Grant wanted, @Nullable Uid uid, Caller caller) {
        Optional<Granted> known = alone(wanted.principal(), wanted.scope(), uid);
        Preconditions.match(caller.ifMatch(), known.isEmpty() ? null : known.get().revision());
        known.ifPresent(each -> administrators.keepOne(each.grant(), wanted.role()));
        return known;
    }

    private Optional<Granted> toTakeAway(
            String principal, Scope scope, @Nullable Uid uid, Caller caller) {
        Optional<Granted> known = alone(principal, scope, uid);
        known.ifPresent(
                each -> {
                    Preconditions.match(caller.ifMatch(), each.revision());
                    administrators.keepOne(each.grant(), null);
                });
        return known;
    }

    /** Until the transaction ends nobody else changes it, so what is told of it is what it was. */
    private Optional<Granted> alone(String principal, Scope scope, @Nullable Uid uid) {
        sql.lock("grant " + principal + " " + GrantRows.nameOf(scope) + " " + uid);
        return rows.find(principal, scope, uid);
    }

    private <T> T in(Scope scope, Supplier<T> work) {
        TenantId tenant = tenantOf(scope);
        return tenant == null ? tenancy.platform(work) : tenancy.call(tenant, work);
    }

    static @Nullable TenantId tenantOf(Scope scope) {
        return switch (scope) {
            case Scope.Platform() -> null;
            case Scope.OfTenant(TenantId tenant) -> tenant;
            case Scope.OfNamespace(NamespaceId namespace) -> namespace.tenant();
        };
    }

    /** Null unless the scope is a namespace; NOT_FOUND where the scope does not exist. */
    private @Nullable Uid uidOf(Scope scope) {
        return switch (scope) {
            case Scope.Platform() -> null;
            case Scope.OfTenant(TenantId tenant) -> {
                sql.share(Tenants.lock(tenant));
                String _ =
                        existing(
                                "tenant",
                                "SELECT name FROM tenant WHERE name = :tenant AND deleted_at IS"
                                        + " NULL",
                                Map.of("tenant", tenant.name()));
                yield null;
            }
            case Scope.OfNamespace(NamespaceId id) ->
                    Uid.of(
                            existing(
                                    "namespace",
                                    "SELECT uid FROM namespace WHERE tenant = :tenant AND name ="
                                            + " :name AND state NOT IN ('RETIRED', 'PURGED')",
                                    Map.of("tenant", id.tenant().name(), "name", id.name())));
        };
    }

    private String existing(String what, String query, Map<String, ?> arguments) {
        return sql.here(
                        handle ->
                                handle.createQuery(query)
                                        .bindMap(arguments)
                                        .mapTo(String.class)
                                        .findOne())
                .orElseThrow(
                        () ->
                                new ProblemException(
                                        ProblemCode.NOT_FOUND, "There is no such " + what + "."));
    }

    private static Map<String, Set<Role>> byPrincipal(List<Grant> grants) {
        return grants.stream()
                .collect(
                        Collectors.groupingBy(
                                Grant::principal,
                                Collectors.mapping(Grant::role, Collectors.toSet())));
    }
}
