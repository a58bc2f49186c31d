package io.quarry.metadata.operation;

import io.quarry.metadata.access.Caller;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.operation.OperationState.Cancelling;
import io.quarry.metadata.operation.OperationState.NeedsAttention;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Waiting;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.row.UnreadableRow;
import io.quarry.metadata.tenant.Tenancy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Operations in workers' hands: a lease by PostgreSQL's clock, and a fencing number that rises at
 * each claim, through which alone anything is saved.
 */
@ApplicationScoped
public class Claims {
    private static final String DUE =
            """
            SELECT *, clock_timestamp() + make_interval(secs => :lease) AS until FROM operation
            WHERE ended_at IS NULL AND due_at <= clock_timestamp()
            AND (state <> 'NEEDS_APPROVAL' OR cancel_at IS NOT NULL OR approval_until <= clock_timestamp())
            ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
            """;
    private static final String CLAIM =
            """
            UPDATE operation SET fence = fence + 1, worker = :worker, lease_until = :until, due_at = :until,
                state = :state, state_facts = :facts::jsonb, steps = :steps::jsonb,
                problem = coalesce(:problem::jsonb, problem), moved_at = CASE WHEN :moved THEN now() ELSE moved_at END,
                progress = CASE WHEN :moved THEN '{}' ELSE progress END
            WHERE id = :id RETURNING *
            """;

    /** A newer worker may understand the row. */
    private static final String LATER =
            "UPDATE operation SET due_at = clock_timestamp() + interval '1 minute' WHERE id = :id";

    private static final String SAVE =
            """
            UPDATE operation SET state = :state, state_facts = :facts::jsonb, steps = :steps::jsonb,
                problem = coalesce(:problem::jsonb, problem), ended_at = CASE WHEN :ended THEN now() END,
                moved_at = CASE WHEN :moved THEN now() ELSE moved_at END,
                progress = CASE WHEN :moved THEN '{}' ELSE progress END,
                worker = CASE WHEN :kept THEN worker END, lease_until = CASE WHEN :kept THEN lease_until END,
                due_at = CASE WHEN :kept THEN lease_until ELSE coalesce(:due, now()) END
            WHERE id = :id
            """;

    /** What people see of a namespace whose operation needs one of them. */
    private static final String NAMESPACE =
            """
            UPDATE namespace SET state = 'NEEDS_ATTENTION', reason = :reason, updated_at = now()
            WHERE uid = (SELECT namespace_uid FROM operation WHERE id = :id) AND state NOT IN ('RETIRED', 'PURGED')
            """;

    /** As {@link #NAMESPACE}; a shard stays in the state that it is in. */
    private static final String SHARD =
            """
            UPDATE shard SET reason = :reason, updated_at = now()
            WHERE id = (SELECT shard FROM operation WHERE id = :id) AND state <> 'RETIRED'
            """;

    /** What waits for its time or for somebody's approval says so by its state and is not stuck. */
    private static final String STUCK =
            """
            SELECT *, greatest(moved_at, CASE WHEN state = 'PENDING' THEN due_at ELSE moved_at END) AS since FROM operation
            WHERE ended_at IS NULL AND (state <> 'NEEDS_APPROVAL' OR cancel_at IS NOT NULL)
            AND greatest(moved_at, CASE WHEN state = 'PENDING' THEN due_at ELSE moved_at END)
                < clock_timestamp() - make_interval(secs => :after)
            ORDER BY since, id
            """;

    /** What is less than before has moved on; counting the same again is standing still. */
    private static final String REPORT =
            """
            UPDATE operation SET progress = :progress::jsonb,
                moved_at = CASE WHEN progress ->> 'unit' = :unit AND (progress ->> 'done')::bigint >= :done
                    THEN moved_at ELSE now() END
            """;

    private static final String MINE = " WHERE id = :id AND fence = :fence AND worker = :worker";

    private final Tenancy tenancy;
    private final Sql sql;
    private final Audit audit;

    Claims(Tenancy tenancy, Sql sql, Audit audit) {
        this.tenancy = tenancy;
        this.sql = sql;
        this.audit = audit;
    }

    /**
     * Claims the operation that has been due for longest. One that nobody approved in time is
     * claimed to be undone.
     */
    public Optional<Claim> claim(String worker, Duration lease) {
        return tenancy.system(() -> sql.here(handle -> claim(handle, worker, lease)));
    }

    private Optional<Claim> claim(Handle handle, String worker, Duration lease) {
        while (true) {
            Optional<Due> found =
                    handle.createQuery(DUE)
                            .bind("lease", seconds(lease))
                            .map((row, _) -> Due.of(row))
                            .findOne();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            Due due = found.get();
            OperationState state = due.state();
            if (state != null) {
                Optional<Claim> claim =
                        handle.createQuery(CLAIM)
                                .bind("worker", worker)
                                .bind("until", due.until())
                                .bind("state", state.wire())
                                .bind("facts", Json.write(state))
                                .bind("steps", Json.write(due.steps()))
                                .bind("moved", due.moved())
                                .bind("problem", due.problem())
                                .bind("id", due.id())
                                .map((row, _) -> claim(row, worker))
                                .findOne();
                if (due.problem() != null) {
                    claim.ifPresent(each -> expired(each.operation()));
                }
                return claim;
            }
            int _ = handle.createUpdate(LATER).bind("id", due.id()).execute();
        }
    }

    private void expired(Operation operation) {
        audit.record(
                operation.target().tenant(),
                Caller.platform("provisioning-worker", "expire " + operation.id()),
                "operation.expire",
                operation.target().address(),
                AuditOutcome.ACCEPTED,
                Change.NONE.by(operation.id()),
                Map.of("type", operation.type()));
    }

    /**
     * Saves through the fence, and gives up the lease unless the state is Running; empty if fenced
     * off. If somebody has asked to cancel since, what is saved is not that state but the beginning
     * of undoing, from the step that was under way.
     */
    public Optional<Saved> save(Fence fence, OperationState state, List<StepView> steps) {
        return tenancy.system(
                () ->
                        sql.here(
                                handle ->
                                        mine(handle, "SELECT *", fence, " FOR UPDATE")
                                                .map((row, _) -> Held.of(row))
                                                .findOne()
                                                .map(
                                                        held ->
                                                                save(
                                                                        handle,
                                                                        fence.operation(),
                                                                        held,
                                                                        held.said(state, steps)))));
    }

    private static Saved save(Handle handle, UUID id, Held held, Saved saved) {
        OperationState state = saved.state();
        int _ =
                handle.createUpdate(SAVE)
                        .bind("state", state.wire())
                        .bind("facts", Json.write(state))
                        .bind("steps", Json.write(saved.steps()))
                        .bind("problem", problem(state))
                        .bind("ended", state.terminal())
                        .bind("moved", !state.place().equals(held.stored().place()))
                        .bind("kept", state instanceof Running)
                        .bind("due", due(state))
                        .bind("id", id)
                        .execute();
        String attention = attention(state);
        if (attention != null) {
            for (String told : List.of(NAMESPACE, SHARD)) {
                int _ =
                        handle.createUpdate(told)
                                .bind("reason", attention)
                                .bind("id", id)
                                .execute();
            }
        }
        return saved;
    }

    /** Operations that have not gone on for that long, the longest first. */
    public List<Stuck> stuck(Duration after) {
        return tenancy.system(
                () ->
                        sql.here(
                                handle ->
                                        handle.createQuery(STUCK)
                                                .bind("after", seconds(after))
                                                .map((row, _) -> stuck(row))
                                                .list()));
    }

    private static Stuck stuck(ResultSet row) throws SQLException {
        String reason;
        try {
            reason = OperationRows.reason(OperationRows.state(row));
        } catch (UnreadableRow e) {
            reason = "this version cannot read it";
        }
        return new Stuck(
                UUID.fromString(row.getString("id")),
                OperationType.of(row.getString("type")),
                row.getTimestamp("since").toInstant(),
                reason);
    }

    /** Prolongs the lease to this long from now; false if fenced off. */
    public boolean renew(Fence fence, Duration lease) {
        return tenancy.system(
                () ->
                        sql.here(
                                handle ->
                                        handle.createUpdate(
                                                                "UPDATE operation SET lease_until ="
                                                                        + " clock_timestamp() +"
                                                                        + " make_interval(secs =>"
                                                                        + " :lease), due_at ="
                                                                        + " clock_timestamp() +"
                                                                        + " make_interval(secs =>"
                                                                        + " :lease)"
                                                                        + MINE
                                                                        + " AND ended_at IS NULL")
                                                        .bind("lease", seconds(lease))
                                                        .bind("id", fence.operation())
                                                        .bind("fence", fence.number())
                                                        .bind("worker", fence.worker())
                                                        .execute()
                                                > 0));
    }

    /**
     * Says how far the step under way is, until another is; nothing if another worker has claimed
     * the operation since.
     */
    public void report(Fence fence, Progress progress) {
        int _ =
                tenancy.system(
                        () ->
                                sql.here(
                                        handle ->
                                                handle.createUpdate(REPORT + MINE)
                                                        .bind("progress", Json.write(progress))
                                                        .bind("unit", progress.unit())
                                                        .bind("done", progress.done())
                                                        .bind("id", fence.operation())
                                                        .bind("fence", fence.number())
                                                        .bind("worker", fence.worker())
                                                        .execute()));
    }

    /** Whether the claim holds for at least that long, by PostgreSQL's clock. */
    public boolean holds(Fence fence, Duration atLeast) {
        return tenancy.system(
                () ->
                        mine(
                                        fence,
                                        " AND lease_until >= clock_timestamp() +"
                                                + " make_interval(secs => :atLeast)",
                                        atLeast)
                                .isPresent());
    }

    /**
     * Holds the claim until the transaction ends, so that what is written beside it is fenced as
     * well.
     *
     * @throws FencedOff if another worker has claimed the operation since
     */
    public void guard(Fence fence) {
        if (mine(fence, " AND :atLeast >= 0 FOR UPDATE", Duration.ZERO).isEmpty()) {
            throw new FencedOff(fence);
        }
    }

    private Optional<Integer> mine(Fence fence, String condition, Duration atLeast) {
        return sql.here(
                handle ->
                        mine(handle, "SELECT 1", fence, condition)
                                .bind("atLeast", seconds(atLeast))
                                .mapTo(Integer.class)
                                .findOne());
    }

    private static Query mine(Handle handle, String select, Fence fence, String condition) {
        return handle.createQuery(select + " FROM operation" + MINE + condition)
                .bind("id", fence.operation())
                .bind("fence", fence.number())
                .bind("worker", fence.worker());
    }

    private static Claim claim(ResultSet row, String worker) throws SQLException {
        Operation operation = OperationRows.operation(row);
        return new Claim(
                operation,
                OperationRows.state(row),
                new Fence(operation.id(), worker, row.getLong("fence")),
                row.getTimestamp("lease_until").toInstant());
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static @Nullable Instant due(OperationState state) {
        return switch (state) {
            case Waiting(_, _, Instant until, _) -> until;
            case NeedsAttention(_, _, Instant until, _) -> until;
            case Cancelling(_, _, Instant until, _, _) -> until;
            case OperationState.Pending _,
                    OperationState.NeedsApproval _,
                    Running _,
                    OperationState.Succeeded _,
                    OperationState.Failed _,
                    OperationState.Cancelled _ ->
                    null;
        };
    }

    private static @Nullable String problem(OperationState state) {
        return state instanceof OperationState.Failed(_, ProblemCode code, String reason)
                ? Json.write(ProblemView.of(code, reason))
                : null;
    }

    private static @Nullable String attention(OperationState state) {
        return switch (state) {
            case NeedsAttention(_, _, _, String reason) -> reason;
            case OperationState.Failed(_, _, String reason) -> reason;
            case OperationState.Pending _,
                    OperationState.NeedsApproval _,
                    Running _,
                    Waiting _,
                    Cancelling _,
                    OperationState.Succeeded _,
                    OperationState.Cancelled _ ->
                    null;
        };
    }

    /**
     * A row in a worker's hands while it is saved.
     *
     * @param wanted what the row says with a wish to cancel counted in
     * @param steps as they were saved last
     */
    private record Held(OperationState stored, OperationState wanted, List<StepView> steps) {
        static Held of(ResultSet row) throws SQLException {
            return new Held(
                    OperationRows.stored(row),
                    OperationRows.state(row),
                    OperationRows.operation(row).steps());
        }

        /** What the worker says, unless there is a wish that it does not know of. */
        Saved said(OperationState state, List<StepView> saying) {
            return stored.equals(wanted)
                    ? new Saved(state, saying)
                    : new Saved(wanted, StepViews.after(steps, wanted, Instant.now()));
        }
    }
}
