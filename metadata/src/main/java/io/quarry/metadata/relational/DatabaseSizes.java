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
import java.sql.ResultSet;
import java.sql.SQLException;
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
    private static final String EXCEEDED = "storage is exceeded: ";
    private static final String ON_SHARD =
            """
            SELECT n.tenant, n.uid, n.epoch,
                CASE WHEN starts_with(n.reason, :exceeded) THEN 'EXCEEDED' WHEN starts_with(n.reason, :full) THEN 'FULL'
                    ELSE 'ENOUGH' END AS room,
                coalesce((n.spec #>> '{relational,storage_bytes}')::bigint, :storage) AS storage_bytes,
                coalesce((n.spec #>> '{relational,max_connections}')::int, :connections) AS max_connections
            FROM namespace n JOIN placement p ON p.tenant = n.tenant AND p.namespace_uid = n.uid AND p.epoch = n.epoch
            WHERE n.spec ->> 'abstraction' = 'relational' AND n.state = 'ACTIVE' AND p.shard = :shard
            ORDER BY n.uid COLLATE "C"
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

    /** The databases on the shard that are in use, by uid. */
    public List<MeasuredDatabase> on(String shard) {
        return tenancy.system(
                () ->
                        sql.here(
                                handle ->
                                        handle.createQuery(ON_SHARD)
                                                .bind("full", FULL)
                                                .bind("exceeded", EXCEEDED)
                                                .bind(
                                                        "storage",
                                                        RelationalSpec.DEFAULT.storageBytes())
                                                .bind(
                                                        "connections",
                                                        RelationalSpec.DEFAULT.maxConnections())
                                                .bind("shard", shard)
                                                .map((row, _) -> measured(row))
                                                .list()));
    }

    private static MeasuredDatabase measured(ResultSet row) throws SQLException {
        return new MeasuredDatabase(
                TenantId.of(row.getString("tenant")),
                Uid.of(row.getString("uid")),
                row.getInt("epoch"),
                row.getLong("storage_bytes"),
                row.getInt("max_connections"),
                Room.valueOf(row.getString("room")));
    }

    /** It has this much room; on its shard that is in force by now. */
    public void say(MeasuredDatabase database, Room room, long bytes) {
        switch (room) {
            case ENOUGH -> say(database, null, "namespace.room-again", bytes);
            case FULL ->
                    say(
                            database,
                            FULL
                                    + "more than "
                                    + database.storageBytes()
                                    + " bytes, so transactions begin as read-only",
                            "namespace.full",
                            bytes);
            case EXCEEDED ->
                    say(
                            database,
                            EXCEEDED
                                    + "written on beyond "
                                    + database.storageBytes()
                                    + " bytes, so nobody logs in until the limit is raised",
                            "namespace.storage-exceeded",
                            bytes);
        }
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
