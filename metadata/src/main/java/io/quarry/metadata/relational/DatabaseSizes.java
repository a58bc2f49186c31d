package io.quarry.metadata.relational;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.namespace.RelationalSpec;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which databases may store how much, for the worker, which measures them. Whether one is full is
 * told by the namespace's reason, where its owners look.
 */
@ApplicationScoped
public class DatabaseSizes {
    private static final Caller WATCH = Caller.platform("provisioning-worker", "measure databases");
    private static final String FULL = "storage is full: ";
    private static final String ON_SHARD =
            """
            SELECT n.tenant, n.uid, n.uid || '_' || n.epoch AS name, starts_with(coalesce(n.reason, ''), :full) AS is_full,
                coalesce((n.spec #>> '{relational,storage_bytes}')::bigint, :otherwise) AS storage_bytes
            FROM namespace n JOIN placement p ON p.tenant = n.tenant AND p.namespace_uid = n.uid AND p.epoch = n.epoch
            WHERE n.spec ->> 'abstraction' = 'relational' AND n.state = 'ACTIVE' AND p.shard = :shard
            """;
    private static final String SAY =
            """
            UPDATE namespace SET reason = :reason WHERE tenant = :tenant AND uid = :uid AND state = 'ACTIVE'
            AND reason IS DISTINCT FROM :reason
            """;

    private final Tenancy tenancy;
    private final Sql sql;
    private final Audit audit;

    DatabaseSizes(Tenancy tenancy, Sql sql, Audit audit) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.audit = audit;
    }

    /** The databases on the shard that are in use. */
    public List<MeasuredDatabase> on(String shard) {
        return tenancy.system(
                () ->
                        sql.here(
                                handle ->
                                        handle.createQuery(ON_SHARD)
                                                .bind("full", FULL)
                                                .bind(
                                                        "otherwise",
                                                        RelationalSpec.DEFAULT.storageBytes())
                                                .bind("shard", shard)
                                                .map(
                                                        (row, _) ->
                                                                new MeasuredDatabase(
                                                                        TenantId.of(
                                                                                row.getString(
                                                                                        "tenant")),
                                                                        Uid.of(
                                                                                row.getString(
                                                                                        "uid")),
                                                                        row.getString("name"),
                                                                        row.getLong(
                                                                                "storage_bytes"),
                                                                        row.getBoolean("is_full")))
                                                .list()));
    }

    /** It has more than it may; its transactions begin as read-only by now. */
    public void full(MeasuredDatabase database, long bytes) {
        String reason =
                FULL
                        + "more than "
                        + database.storageBytes()
                        + " bytes, so transactions begin as read-only";
        say(database, reason, "namespace.full", bytes);
    }

    /** It has room again, and its transactions may write. */
    public void roomAgain(MeasuredDatabase database, long bytes) {
        say(database, null, "namespace.room-again", bytes);
    }

    private void say(
            MeasuredDatabase database, @Nullable String reason, String action, long bytes) {
        tenancy.system(
                () -> {
                    int changed =
                            sql.here(
                                    handle ->
                                            handle.createUpdate(SAY)
                                                    .bind("reason", reason)
                                                    .bind("tenant", database.tenant().name())
                                                    .bind("uid", database.uid().value())
                                                    .execute());
                    if (changed > 0) {
                        audit.record(
                                database.tenant(),
                                WATCH,
                                action,
                                database.uid().value(),
                                AuditOutcome.DONE,
                                Map.of("bytes", bytes, "limit", database.storageBytes()));
                    }
                    return changed;
                });
    }
}
