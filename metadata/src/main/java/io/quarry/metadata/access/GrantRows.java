package io.quarry.metadata.access;

import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Grants as rows, within the transaction of whoever asks. */
final class GrantRows {
    /** A grant on a namespace that gave up its name grants nothing any more. */
    private static final String SELECT =
            """
            SELECT g.principal, g.role, g.tenant, n.name AS namespace, g.issuer, g.subject FROM access_grant g
            LEFT JOIN namespace n ON n.tenant = g.tenant AND n.uid = g.namespace_uid
            WHERE (g.namespace_uid IS NULL OR n.state NOT IN ('RETIRED', 'PURGED')) AND\s""";

    private static final String ORDER = " ORDER BY g.tenant, n.name, g.principal";

    /** In an order that no locale decides. */
    private static final String PAGE =
            """
             AND (coalesce(n.name, '') COLLATE "C", g.principal COLLATE "C") > (:namespace, :principal)
            ORDER BY coalesce(n.name, '') COLLATE "C", g.principal COLLATE "C" LIMIT :limit
            """;

    private static final String UPSERT =
            """
            INSERT INTO access_grant (principal, tenant, namespace_uid, role)
            VALUES (:principal, :tenant, :uid, :role)
            ON CONFLICT (principal, tenant, namespace_uid)
            DO UPDATE SET role = excluded.role, granted_at = now(), revision = excluded.revision
            RETURNING revision
            """;
    private static final String RESOLVE =
            """
            UPDATE access_grant SET issuer = :issuer, subject = :subject, resolved_at = now()
            WHERE principal = :principal AND tenant IS NOT DISTINCT FROM :tenant AND subject IS NULL
            RETURNING coalesce(namespace_uid, '')
            """;
    private static final String THIS =
            " FROM access_grant WHERE principal = :principal AND tenant IS NOT DISTINCT FROM"
                    + " :tenant AND namespace_uid IS NOT DISTINCT FROM :uid";

    private final Sql sql;

    GrantRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param subject null while it means nobody yet
     */
    record Addressed(Grant grant, @Nullable Subject subject) {}

    /** Over all tenants. */
    List<Addressed> ofPrincipal(String principal) {
        return sql.acrossTenants(
                handle ->
                        handle.createQuery(SELECT + "g.principal = :principal" + ORDER)
                                .bind("principal", principal)
                                .map((row, _) -> new Addressed(grant(row), subject(row)))
                                .list());
    }

    /** Those that mean somebody, by address. */
    Map<String, Subject> subjects(String condition, String name, String value) {
        return sql.here(
                handle ->
                        handle
                                .createQuery(SELECT + "g.subject IS NOT NULL AND " + condition)
                                .bind(name, value)
                                .map((row, _) -> new Addressed(grant(row), subject(row)))
                                .stream()
                                .collect(
                                        Collectors.toMap(
                                                each -> each.grant().principal(),
                                                each -> Objects.requireNonNull(each.subject()))));
    }

    /**
     * Makes those that mean nobody yet mean that principal.
     *
     * @return the uids of the namespaces that they are on, and the empty string for the tenant
     */
    List<String> resolve(Principal principal, @Nullable TenantId tenant) {
        return sql.here(
                handle ->
                        handle.createQuery(RESOLVE)
                                .bind("issuer", principal.issuer())
                                .bind("subject", principal.subject())
                                .bind("principal", principal.address())
                                .bind("tenant", tenant == null ? null : tenant.name())
                                .mapTo(String.class)
                                .list());
    }

    /**
     * @param name of the condition's parameter
     */
    List<Grant> where(String condition, String name, String value) {
        return sql.here(
                handle ->
                        handle.createQuery(SELECT + condition + ORDER)
                                .bind(name, value)
                                .map((row, _) -> grant(row))
                                .list());
    }

    List<Grant> page(
            String condition, Map<String, ?> arguments, @Nullable GrantPlace after, int limit) {
        return sql.here(
                handle ->
                        handle.createQuery(SELECT + condition + PAGE)
                                .bindMap(arguments)
                                .bind("namespace", after == null ? "" : after.namespace())
                                .bind("principal", after == null ? "" : after.principal())
                                .bind("limit", limit)
                                .map((row, _) -> grant(row))
                                .list());
    }

    Optional<Granted> find(String principal, Scope scope, @Nullable Uid uid) {
        return sql.here(
                handle ->
                        bound(
                                        handle.createQuery("SELECT role, revision" + THIS),
                                        principal,
                                        scope,
                                        uid)
                                .map(
                                        (row, _) ->
                                                new Granted(
                                                        new Grant(
                                                                principal,
                                                                Role.valueOf(row.getString("role")),
                                                                scope),
                                                        row.getLong("revision")))
                                .findOne());
    }

    /** Inserts, or changes the role; the revision that it has then. */
    long write(Grant grant, @Nullable Uid uid) {
        return sql.here(
                handle ->
                        bound(handle.createQuery(UPSERT), grant.principal(), grant.scope(), uid)
                                .bind("role", grant.role().name())
                                .mapTo(Long.class)
                                .one());
    }

    void delete(String principal, Scope scope, @Nullable Uid uid) {
        int _ =
                sql.here(
                        handle ->
                                bound(handle.createUpdate("DELETE" + THIS), principal, scope, uid)
                                        .execute());
    }

    /** The tenant's, as rows have it. */
    static @Nullable String nameOf(Scope scope) {
        TenantId tenant = Grants.tenantOf(scope);
        return tenant == null ? null : tenant.name();
    }

    private static <S extends SqlStatement<S>> S bound(
            S statement, String principal, Scope scope, @Nullable Uid uid) {
        return statement
                .bind("principal", principal)
                .bind("tenant", nameOf(scope))
                .bind("uid", uid == null ? null : uid.value());
    }

    private static @Nullable Subject subject(ResultSet row) throws SQLException {
        String subject = row.getString("subject");
        return subject == null ? null : new Subject(row.getString("issuer"), subject);
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
