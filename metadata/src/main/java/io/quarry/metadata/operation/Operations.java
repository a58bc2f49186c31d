package io.quarry.metadata.operation;

import static io.quarry.metadata.operation.OperationRows.operation;
import static io.quarry.metadata.operation.OperationRows.seen;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.id.uuid.UuidVersion7Strategy;
import org.jdbi.v3.core.statement.Query;

/** Operations as they are asked for and seen. What workers do with them is in {@link Claims}. */
@ApplicationScoped
public class Operations {
    private static final String INSERT =
            """
            INSERT INTO operation (id, tenant, namespace_uid, namespace_name, shard, type, requested_by, plan, steps,
                state, state_facts, due_at, approval_until, namespace_revision)
            VALUES (:id, :tenant, :uid, :name, :shard, :type, :by, :plan::jsonb, :steps::jsonb, :state, :facts::jsonb,
                now() + make_interval(secs => :after),
                CASE WHEN :state = 'NEEDS_APPROVAL' THEN now() + make_interval(secs => :after) END,
                (SELECT revision FROM namespace WHERE tenant = :tenant AND uid = :uid))
            RETURNING *
            """;
    private static final String LIST =
            """
            SELECT * FROM operation
            WHERE (:tenants::text[] IS NULL OR tenant = ANY(:tenants::text[]))
            AND (:tenant::text IS NULL OR tenant = :tenant) AND (:name::text IS NULL OR namespace_name = :name)
            AND (:type::text IS NULL OR type = :type) AND (:state::text IS NULL
                OR CASE WHEN cancel_at IS NOT NULL AND ended_at IS NULL THEN 'CANCELLING' ELSE state END = :state)
            AND (:after::uuid IS NULL OR id < :after::uuid)
            ORDER BY id DESC LIMIT :limit
            """;

    private final Sql sql;
    private final ApprovalConfig approvals;
    private final Event<OperationAccepted> accepted;

    Operations(Sql sql, ApprovalConfig approvals, Event<OperationAccepted> accepted) {
        this.sql = sql;
        this.approvals = approvals;
        this.accepted = accepted;
    }

    /**
     * Opens an operation in the transaction of the change that it carries out.
     *
     * @param after how long it is to wait before a worker may take it
     */
    public Operation open(
            OperationType type, Target target, Plan plan, String requestedBy, Duration after) {
        Operation operation =
                insert(type, target, plan, requestedBy, new OperationState.Pending(), after);
        accepted.fire(new OperationAccepted(operation.id()));
        return operation;
    }

    /**
     * As {@link #open}, but no worker takes it before somebody has approved it, or nobody has for
     * so long that it is cancelled.
     *
     * @param reason what is to be approved
     */
    public Operation openForApproval(
            OperationType type, Target target, Plan plan, String requestedBy, String reason) {
        OperationState waits = new OperationState.NeedsApproval(Instant.now(), reason);
        return insert(type, target, plan, requestedBy, waits, approvals.expireAfter());
    }

    private Operation insert(
            OperationType type,
            Target target,
            Plan plan,
            String requestedBy,
            OperationState state,
            Duration after) {
        List<StepView> steps = plan.steps().stream().map(StepView::pending).toList();
        return sql.here(
                handle ->
                        bound(handle.createQuery(INSERT), target)
                                .bind("id", UuidVersion7Strategy.INSTANCE.generateUuid(null))
                                .bind("type", type.name())
                                .bind("by", requestedBy)
                                .bind("plan", Json.write(plan))
                                .bind("steps", Json.write(steps))
                                .bind("state", state.wire())
                                .bind("facts", Json.write(state))
                                .bind("after", (double) after.toSeconds())
                                .map((row, _) -> operation(row))
                                .one());
    }

    private static Query bound(Query insert, Target target) {
        return switch (target) {
            case Target.OfNamespace(TenantId tenant, String name, Uid uid) ->
                    insert.bind("tenant", tenant.name())
                            .bind("uid", uid.value())
                            .bind("name", name)
                            .bind("shard", (String) null);
            case Target.OfShard(String shard) ->
                    insert.bind("tenant", (String) null)
                            .bind("uid", (String) null)
                            .bind("name", (String) null)
                            .bind("shard", shard);
        };
    }

    /**
     * The operation, of whichever tenant, if need be in part; the caller checks what may be seen.
     */
    public Optional<Operation> find(UUID id) {
        return sql.acrossTenants(
                handle ->
                        handle.createQuery("SELECT * FROM operation WHERE id = :id")
                                .bind("id", id)
                                .map((row, _) -> seen(row))
                                .findOne());
    }

    /** Newest first; what this version cannot read whole is shown in part. */
    public Listing<Operation> list(OperationFilter filter, PageRequest page) {
        OperationType type = filter.type();
        TenantId tenant = filter.tenant();
        String listing =
                String.join(
                        " ",
                        "operations",
                        filter.visible().digest(),
                        String.valueOf(tenant),
                        String.valueOf(filter.namespace()),
                        String.valueOf(type),
                        String.valueOf(filter.state()));
        UUID after = page.after(listing, UUID::fromString);
        List<Operation> rows =
                sql.acrossTenants(
                        handle ->
                                handle.createQuery(LIST)
                                        .bind("tenants", filter.visible().names())
                                        .bind("tenant", tenant == null ? null : tenant.name())
                                        .bind("name", filter.namespace())
                                        .bind("type", type == null ? null : type.name())
                                        .bind("state", filter.state())
                                        .bind("after", after)
                                        .bind("limit", page.limit() + 1)
                                        .map((row, _) -> seen(row))
                                        .list());
        return page.page(listing, rows, each -> each.id().toString(), each -> each);
    }

    /**
     * Within a transaction of the worker: the operation on the namespace that has begun and not
     * ended.
     */
    public Optional<UUID> carrying(Uid uid) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT id FROM operation WHERE namespace_uid = :uid AND"
                                                + " ended_at IS NULL ORDER BY fence = 0, id LIMIT 1")
                                .bind("uid", uid.value())
                                .mapTo(UUID.class)
                                .findOne());
    }

    /**
     * Within a transaction: what changes each of the namespaces at this moment, by uid. A purge
     * that waits for its time is none.
     */
    public Map<String, UUID> underWay(Collection<String> uids) {
        Map<String, UUID> underWay = new HashMap<>();
        sql.here(
                        handle ->
                                handle.createQuery(
                                                "SELECT namespace_uid, id FROM operation WHERE"
                                                        + " namespace_uid = ANY(:uids) AND ended_at IS"
                                                        + " NULL AND type <> 'PURGE_NAMESPACE'")
                                        .bind("uids", uids.toArray(String[]::new))
                                        .map(
                                                (row, _) ->
                                                        Map.entry(
                                                                row.getString("namespace_uid"),
                                                                UUID.fromString(
                                                                        row.getString("id"))))
                                        .list())
                .forEach(each -> underWay.put(each.getKey(), each.getValue()));
        return underWay;
    }
}
