package io.quarry.metadata.access;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.answer.Written;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.route.Routes;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import io.quarry.metadata.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Grants of people and programs. */
@ApplicationScoped
public class Grants {
    private static final TypeReference<Boolean> ANSWER = new TypeReference<>() {};

    /** A grant on a namespace that gave up its name grants nothing any more. */
    private static final String SELECT =
            """
            SELECT g.principal, g.role, g.tenant, n.name AS namespace FROM access_grant g
            LEFT JOIN namespace n ON n.tenant = g.tenant AND n.uid = g.namespace_uid
            WHERE (g.namespace_uid IS NULL OR n.state NOT IN ('RETIRED', 'PURGED')) AND\s""";

    private static final String ORDER = " ORDER BY g.tenant, n.name, g.principal";
    private static final String UPSERT =
            """
            INSERT INTO access_grant (principal, tenant, namespace_uid, role)
            VALUES (:principal, :tenant, :uid, :role)
            ON CONFLICT (principal, tenant, namespace_uid)
            DO UPDATE SET role = excluded.role, granted_at = now() WHERE access_grant.role <> excluded.role
            RETURNING xmax = 0
            """;
    private static final String THIS =
            "principal = :principal AND tenant IS NOT DISTINCT FROM :tenant"
                    + " AND namespace_uid IS NOT DISTINCT FROM :uid";
    private static final String SELECT_ROLE = "SELECT role FROM access_grant WHERE " + THIS;
    private static final String DELETE =
            "DELETE FROM access_grant WHERE " + THIS + " RETURNING role";

    private final Tenancy tenancy;
    private final Sql sql;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Routes routes;

    Grants(Tenancy tenancy, Sql sql, Idempotency idempotency, Audit audit, Routes routes) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.idempotency = idempotency;
        this.audit = audit;
        this.routes = routes;
    }

    /** Everything that was granted to a principal, over all tenants. */
    public List<Grant> of(String principal) {
        return sql.acrossTenants(
                handle ->
                        handle.createQuery(SELECT + "g.principal = :principal" + ORDER)
                                .bind("principal", principal)
                                .map((row, _) -> grant(row))
                                .list());
    }

    /** The grants on a tenant and on its namespaces. */
    public List<Grant> inTenant(TenantId tenant) {
        return tenancy.call(tenant, () -> here("g.tenant = :tenant", "tenant", tenant.name()));
    }

    /** Within a transaction: the grants that hold on all of a tenant's namespaces, by principal. */
    public Map<String, Set<Role>> onTenant(TenantId tenant) {
        return byPrincipal(
                here("g.tenant = :tenant AND g.namespace_uid IS NULL", "tenant", tenant.name()));
    }

    /** Within a transaction: the grants on one namespace only, by principal. */
    public Map<String, Set<Role>> onNamespace(Uid uid) {
        return byPrincipal(here("g.namespace_uid = :uid", "uid", uid.value()));
    }

    /** The grants on that scope itself; NOT_FOUND if a namespace does not exist. */
    public List<Grant> on(Scope scope) {
        return in(
                scope,
                () ->
                        switch (scope) {
                            case Scope.Platform() -> here("g.tenant IS NULL", "", "");
                            case Scope.OfTenant(TenantId tenant) ->
                                    here(
                                            "g.tenant = :tenant AND g.namespace_uid IS NULL",
                                            "tenant",
                                            tenant.name());
                            case Scope.OfNamespace _ ->
                                    here(
                                            "g.namespace_uid = :uid",
                                            "uid",
                                            Objects.requireNonNull(uidOf(scope)).value());
                        });
    }

    /** Grants, or changes the role; NOT_FOUND if the scope does not exist. */
    public Written<Grant> put(Grant grant, Caller caller) {
        if (!grant.role().fits(grant.scope())) {
            throw new IllegalArgumentException(grant + ": no such role there");
        }
        boolean created =
                in(
                        grant.scope(),
                        () ->
                                idempotency.once(
                                        caller,
                                        tenantOf(grant.scope()),
                                        ANSWER,
                                        () -> write(grant, caller)));
        return new Written<>(grant, created);
    }

    /** Takes away; false if nothing was granted there. */
    public boolean remove(String principal, Scope scope, Caller caller) {
        return in(
                scope,
                () ->
                        idempotency.once(
                                caller,
                                tenantOf(scope),
                                ANSWER,
                                () -> takeAway(principal, scope, caller)));
    }

    private boolean write(Grant grant, Caller caller) {
        Uid uid = uidOf(grant.scope());
        alone(grant.principal(), grant.scope(), uid);
        Optional<Role> known = role(SELECT_ROLE, grant.principal(), grant.scope(), uid);
        Optional<Boolean> created =
                sql.here(
                        handle ->
                                handle.createQuery(UPSERT)
                                        .bind("principal", grant.principal())
                                        .bind("tenant", nameOf(grant.scope()))
                                        .bind("uid", uid == null ? null : uid.value())
                                        .bind("role", grant.role().name())
                                        .mapTo(Boolean.class)
                                        .findOne());
        if (created.isPresent()) {
            Change change =
                    known.map(role -> Change.replaced(seen(role), seen(grant.role())))
                            .orElseGet(() -> Change.created(seen(grant.role())));
            changed(grant.principal(), grant.scope(), uid, caller, "grant.put", change);
        }
        return created.orElse(false);
    }

    private boolean takeAway(String principal, Scope scope, Caller caller) {
        Uid uid = uidOf(scope);
        alone(principal, scope, uid);
        Optional<Role> taken = role(DELETE, principal, scope, uid);
        taken.ifPresent(
                role ->
                        changed(
                                principal,
                                scope,
                                uid,
                                caller,
                                "grant.remove",
                                Change.removed(seen(role))));
        return taken.isPresent();
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

    /** Until the transaction ends nobody else changes it, so what is told of it is what it was. */
    private void alone(String principal, Scope scope, @Nullable Uid uid) {
        sql.lock("grant " + principal + " " + nameOf(scope) + " " + uid);
    }

    private Optional<Role> role(
            String statement, String principal, Scope scope, @Nullable Uid uid) {
        return sql.here(
                handle ->
                        handle.createQuery(statement)
                                .bind("principal", principal)
                                .bind("tenant", nameOf(scope))
                                .bind("uid", uid == null ? null : uid.value())
                                .mapTo(String.class)
                                .findOne()
                                .map(Role::valueOf));
    }

    private <T> T in(Scope scope, Supplier<T> work) {
        TenantId tenant = tenantOf(scope);
        return tenant == null ? tenancy.platform(work) : tenancy.call(tenant, work);
    }

    private static @Nullable TenantId tenantOf(Scope scope) {
        return switch (scope) {
            case Scope.Platform() -> null;
            case Scope.OfTenant(TenantId tenant) -> tenant;
            case Scope.OfNamespace(NamespaceId namespace) -> namespace.tenant();
        };
    }

    private static @Nullable String nameOf(Scope scope) {
        TenantId tenant = tenantOf(scope);
        return tenant == null ? null : tenant.name();
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

    private List<Grant> here(String which, String name, String value) {
        return sql.here(
                handle ->
                        handle.createQuery(SELECT + which + ORDER)
                                .bindMap(name.isEmpty() ? Map.of() : Map.of(name, value))
                                .map((row, _) -> grant(row))
                                .list());
    }

    private static Map<String, Set<Role>> byPrincipal(List<Grant> grants) {
        return grants.stream()
                .collect(
                        Collectors.groupingBy(
                                Grant::principal,
                                Collectors.mapping(Grant::role, Collectors.toSet())));
    }

    private static Grant grant(ResultSet row) throws SQLException {
        String tenant = row.getString("tenant");
        String namespace = row.getString("namespace");
        Scope scope =
                tenant == null
                        ? new Scope.Platform()
                        : namespace == null
                                ? new Scope.OfTenant(TenantId.of(tenant))
                                : new Scope.OfNamespace(NamespaceId.of(tenant, namespace));
        return new Grant(row.getString("principal"), Role.valueOf(row.getString("role")), scope);
    }
}
