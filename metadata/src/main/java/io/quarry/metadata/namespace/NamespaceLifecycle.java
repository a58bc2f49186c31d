package io.quarry.metadata.namespace;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.operation.Operation;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Operations;
import io.quarry.metadata.operation.Plan;
import io.quarry.metadata.operation.StepPlan;
import io.quarry.metadata.operation.Workflows;
import io.quarry.metadata.placement.Placements;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.series.SeriesTables;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a namespace while operations carry it on: the worker's side, within its
 * transactions. Each call may be repeated.
 */
@ApplicationScoped
public class NamespaceLifecycle {
    private final NamespaceRows rows;
    private final Operations operations;
    private final Placements placements;
    private final SeriesTables series;
    private final Revisions revisions;
    private final Audit audit;
    private final Sql sql;

    NamespaceLifecycle(
            NamespaceRows rows,
            Operations operations,
            Placements placements,
            SeriesTables series,
            Revisions revisions,
            Audit audit,
            Sql sql) {
        this.rows = rows;
        this.operations = operations;
        this.placements = placements;
        this.series = series;
        this.revisions = revisions;
        this.audit = audit;
        this.sql = sql;
    }

    /** The state and why. */
    public void state(Uid uid, NamespaceState state, @Nullable String reason) {
        NamespaceRow row = NamespaceRows.row(uid);
        row.state = state;
        row.reason = reason;
    }

    /** ACTIVE, with the room that its spec demands and no more. */
    public void active(Uid uid) {
        state(uid, NamespaceState.ACTIVE, null);
        NamespaceRow row = NamespaceRows.row(uid);
        if (row.spec.abstraction() == Abstraction.TIME_SERIES) {
            series.dueNow(row.id().tenant(), uid);
        }
        placements.settle(uid, row.spec);
    }

    /**
     * RETIRED; the name is free. Opens the PurgeNamespace operation if a retention was asked for.
     */
    public void retired(Uid uid) {
        NamespaceRow row = NamespaceRows.row(uid);
        if (!row.state.live()) {
            return;
        }
        row.state = NamespaceState.RETIRED;
        row.reason = null;
        row.retiredAt = Instant.now();
        Caller worker = Caller.platform("provisioning-worker", "retire " + uid);
        done(row, "namespace.retired", worker);
        Duration retention =
                Duration.ofSeconds(row.retentionSeconds == null ? 0 : row.retentionSeconds);
        if (!retention.isZero()) {
            List<StepPlan> steps = Workflows.purge(row.id(), rows.placements(row));
            Operation _ =
                    operations.open(
                            OperationType.PURGE_NAMESPACE,
                            NamespaceRows.target(row),
                            new Plan("Purge what is left of " + row.id(), steps),
                            worker.principal().address(),
                            retention);
        }
    }

    /**
     * Brings back the spec that the namespace had before that operation changed it, as a revision
     * of its own; nothing where that is done already.
     */
    public void restore(Uid uid, UUID operation) {
        NamespaceRow row = NamespaceRows.row(uid);
        long changed = revisions.changedBy(operation);
        if (row.revision != changed) {
            return;
        }
        Caller worker = Caller.platform("provisioning-worker", "cancel " + operation);
        row.spec = revisions.spec(uid, changed - 1);
        row.effective =
                placements.effective(row.spec, placements.grown(uid, row.spec), row.effective);
        row.revision = changed + 1;
        revisions.keepAgain(uid, changed - 1, row.revision, worker.principal().address());
        audit.record(
                row.id().tenant(),
                worker,
                "namespace.change-undone",
                row.id().toString(),
                AuditOutcome.DONE,
                Map.of(
                        "uid",
                        row.uid,
                        "operation",
                        operation,
                        "revision",
                        row.revision,
                        "as_in",
                        changed - 1));
    }

    /** PURGED; placements, reservations and grants are gone. */
    public void purge(Uid uid) {
        NamespaceRow row = NamespaceRows.row(uid);
        if (row.state == NamespaceState.PURGED) {
            return;
        }
        series.forget(uid);
        placements.release(row.id().tenant(), uid);
        row.state = NamespaceState.PURGED;
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(
                                                "DELETE FROM access_grant WHERE namespace_uid ="
                                                        + " :uid")
                                        .bind("uid", uid.value())
                                        .execute());
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(
                                                "DELETE FROM relational_login WHERE namespace_uid ="
                                                        + " :uid")
                                        .bind("uid", uid.value())
                                        .execute());
        done(row, "namespace.purged", Caller.platform("provisioning-worker", "purge " + uid));
    }

    private void done(NamespaceRow row, String action, Caller worker) {
        Uid uid = Uid.of(row.uid);
        audit.record(
                row.id().tenant(),
                worker,
                action,
                row.id().toString(),
                AuditOutcome.DONE,
                Change.removed(row.spec).by(operations.carrying(uid).orElse(null)),
                Map.of("uid", row.uid));
    }
}
