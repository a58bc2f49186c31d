package io.quarry.metadata.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads of the log, which cross tenants: the filter says whose events may be seen. */
@ApplicationScoped
class AuditRows {
    private static final String FIND =
            """
            SELECT * FROM audit
            WHERE (:tenants::text[] IS NULL OR tenant = ANY(:tenants::text[]))
            AND (:tenant::text IS NULL OR tenant = :tenant) AND (:actor::text IS NULL OR principal = :actor)
            AND (:action::text IS NULL OR action = :action) AND (:outcome::text IS NULL OR outcome = :outcome)
            AND (:resource::text IS NULL OR starts_with(target, :resource))
            AND (:operation::uuid IS NULL OR operation_id = :operation::uuid)
            AND (:request::text IS NULL OR request_id = :request)
            AND (:from::timestamptz IS NULL OR at >= :from) AND (:to::timestamptz IS NULL OR at < :to)
            AND (:after::bigint IS NULL OR id < :after::bigint)
            ORDER BY id DESC LIMIT :limit
            """;
    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private final Sql sql;

    AuditRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * Newest first.
     *
     * @param after only what is older than the event of this id
     */
    List<AuditEvent> find(AuditFilter filter, @Nullable Long after, int limit) {
        TenantId tenant = filter.tenant();
        AuditOutcome outcome = filter.outcome();
        UUID operation = filter.operation();
        return sql.acrossTenants(
                handle ->
                        handle.createQuery(FIND)
                                .bind("tenants", filter.visible().names())
                                .bind("tenant", tenant == null ? null : tenant.name())
                                .bind("actor", filter.actor())
                                .bind("action", filter.action())
                                .bind("resource", filter.resource())
                                .bind("outcome", outcome == null ? null : outcome.wire())
                                .bind("operation", operation == null ? null : operation.toString())
                                .bind("request", filter.request())
                                .bind("from", filter.from())
                                .bind("to", filter.to())
                                .bind("after", after)
                                .bind("limit", limit)
                                .map((row, _) -> event(row))
                                .list());
    }

    boolean isThere(TenantId tenant) {
        return sql.acrossTenants(
                handle ->
                        handle.createQuery("SELECT EXISTS (SELECT FROM tenant WHERE name = :name)")
                                .bind("name", tenant.name())
                                .mapTo(Boolean.class)
                                .one());
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
                row.getObject("operation_id", UUID.class),
                members(row, "before"),
                members(row, "after"),
                Json.read(row.getString("detail"), MEMBERS));
    }

    private static @Nullable Map<String, Object> members(ResultSet row, String column)
            throws SQLException {
        String json = row.getString(column);
        return json == null ? null : Json.read(json, MEMBERS);
    }
}
