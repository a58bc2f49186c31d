package io.quarry.metadata.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.access.Caller;
import io.quarry.metadata.access.Permission;
import io.quarry.metadata.audit.Audit;
import io.quarry.metadata.audit.AuditOutcome;
import io.quarry.metadata.audit.Change;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.operation.Intervention.Effect;
import io.quarry.metadata.operation.OperationState.Cancelled;
import io.quarry.metadata.operation.OperationState.Cancelling;
import io.quarry.metadata.operation.OperationState.Failed;
import io.quarry.metadata.operation.OperationState.NeedsApproval;
import io.quarry.metadata.operation.OperationState.NeedsAttention;
import io.quarry.metadata.operation.OperationState.Pending;
import io.quarry.metadata.operation.OperationState.Running;
import io.quarry.metadata.operation.OperationState.Succeeded;
import io.quarry.metadata.operation.OperationState.Waiting;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.row.UnreadableRow;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Cancelling, retrying and approving. A request never takes an operation out of a worker's hands:
 * it writes a wish into the row, under the same lock as the worker's save, so that neither misses
 * the other.
 */
@ApplicationScoped
public class Interventions {
    private static final TypeReference<Operation> OPERATION = new TypeReference<>() {};

    private static final String WISH =
            """
            UPDATE operation SET cancel_by = :by, cancel_at = now(), due_at = CASE WHEN worker IS NULL THEN now() ELSE due_at END
            WHERE id = :id RETURNING *
            """;
    private static final String DUE =
            """
            UPDATE operation SET due_at = CASE WHEN worker IS NULL THEN now() ELSE due_at END
            WHERE id = :id AND :by::text IS NOT NULL RETURNING *
            """;
    private static final String APPROVE =
            """
            UPDATE operation SET state = 'PENDING', state_facts = '{}', due_at = now()
            WHERE id = :id AND :by::text IS NOT NULL RETURNING *
            """;

    private final Tenancy tenancy;
    private final Idempotency idempotency;
    private final Audit audit;
    private final Sql sql;
    private final Operations operations;
    private final Purges purges;
    private final Event<OperationAccepted> accepted;

    Interventions(
            Tenancy tenancy,
            Idempotency idempotency,
            Audit audit,
            Sql sql,
            Operations operations,
            Purges purges,
            Event<OperationAccepted> accepted) {
        this.tenancy = tenancy;
        this.idempotency = idempotency;
        this.audit = audit;
        this.sql = sql;
        this.operations = operations;
        this.purges = purges;
        this.accepted = accepted;
    }

    /**
     * What beginning such an operation needs, which is enough to cancel or retry it; an approval is
     * for those who may change operations.
     */
    public static Permission permission(Intervention what, OperationType type) {
        return switch (what) {
            case APPROVE -> Permission.OPERATION_CHANGE;
            case CANCEL, RETRY ->
                    switch (type) {
                        case PROVISION_NAMESPACE, CHANGE_NAMESPACE -> Permission.NAMESPACE_CHANGE;
                        case RETIRE_NAMESPACE, PURGE_NAMESPACE -> Permission.NAMESPACE_DELETE;
                        case RESTORE_NAMESPACE -> Permission.NAMESPACE_CREATE;
                        case PROVISION_SHARD, DRAIN_SHARD, RETIRE_SHARD -> Permission.SHARD_CHANGE;
                        case UNKNOWN -> Permission.OPERATION_CHANGE;
                    };
        };
    }

    /**
     * Does it, or leaves alone what is so already. A purge that failed for good has an operation of
     * its own when it is tried again, which is answered then.
     *
     * @throws ProblemException OPERATION_ENDED, OPERATION_NOT_CANCELLABLE, OPERATION_NOT_WAITING,
     *     OPERATION_IN_PROGRESS while another purge is under way, or OPERATION_UNREADABLE
     */
    public Operation carryOut(Intervention what, Operation operation, Caller caller) {
        Target target = operation.target();
        return in(
                target,
                () ->
                        idempotency.once(
                                caller,
                                target.tenant(),
                                OPERATION,
                                () -> carryOut(what, operation.id(), caller)));
    }

    /** What {@link #carryOut} would do; refuses what it would refuse. */
    public Effect plan(Intervention what, Operation operation) {
        return in(
                operation.target(),
                () -> effect(what, read(operation.id(), "SELECT * FROM operation WHERE id = :id")));
    }

    private <T> T in(Target target, Supplier<T> work) {
        return switch (target) {
            case Target.OfNamespace(TenantId tenant, _, _) -> tenancy.call(tenant, work);
            case Target.OfShard _ -> tenancy.platform(work);
        };
    }

    private Operation carryOut(Intervention what, UUID id, Caller caller) {
        Row row = read(id, "SELECT * FROM operation WHERE id = :id FOR UPDATE");
        if (!effect(what, row).changes()) {
            return row.operation();
        }
        if (row.state() instanceof Failed) {
            return purgeAgain(row.operation(), caller);
        }
        Operation after =
                sql.here(
                        handle ->
                                handle.createQuery(statement(what))
                                        .bind("id", id)
                                        .bind("by", caller.principal().address())
                                        .map((each, _) -> OperationRows.operation(each))
                                        .one());
        audit.record(
                after.target().tenant(),
                caller,
                "operation." + what.wire(),
                after.target().address(),
                AuditOutcome.ACCEPTED,
                Change.NONE.by(id),
                Map.of("type", after.type(), "was", row.operation().state()));
        accepted.fire(new OperationAccepted(id));
        return after;
    }

    private Operation purgeAgain(Operation failed, Caller caller) {
        Plan plan = purges.again(failed).orElseThrow();
        Target target = failed.target();
        Operation again =
                operations.open(
                        OperationType.PURGE_NAMESPACE,
                        target,
                        plan,
                        caller.principal().address(),
                        Duration.ZERO);
        audit.record(
                target.tenant(),
                caller,
                "operation.retry",
                target.address(),
                AuditOutcome.ACCEPTED,
                Change.NONE.by(again.id()),
                Map.of("type", failed.type(), "was", "FAILED", "failed", failed.id()));
        return again;
    }

    private static String statement(Intervention what) {
        return switch (what) {
            case CANCEL -> WISH;
            case RETRY -> DUE;
            case APPROVE -> APPROVE;
        };
    }

    private Effect effect(Intervention what, Row row) {
        return switch (what) {
            case CANCEL -> cancel(row);
            case RETRY -> retry(row);
            case APPROVE -> approve(row);
        };
    }

    private static Effect cancel(Row row) {
        Operation operation = row.operation();
        return switch (row.state()) {
            case Cancelling _ -> new Effect(false, "It is being cancelled already.");
            case Succeeded _, Failed _, Cancelled _ -> throw ended(row);
            case Pending _, NeedsApproval _, Running _, Waiting _, NeedsAttention _ -> {
                if (!operation.cancellable()) {
                    throw refusal(
                            ProblemCode.OPERATION_NOT_CANCELLABLE,
                            pointOfNoReturn(operation)
                                    .map(
                                            step ->
                                                    "It has reached "
                                                            + step
                                                            + ", and from there on it is carried to"
                                                            + " its end.")
                                    .orElse(
                                            operation.type().wire()
                                                    + " cannot be cancelled at any time."),
                            operation.id());
                }
                yield new Effect(true, Workflows.undoing(operation.type(), operation.target()));
            }
        };
    }

    private static Optional<String> pointOfNoReturn(Operation operation) {
        List<String> steps = operation.steps().stream().map(StepView::name).toList();
        return Workflows.pointOfNoReturn(operation.type(), steps);
    }

    private Effect retry(Row row) {
        return switch (row.state()) {
            case Running _ -> new Effect(false, "A worker is at it at this moment.");
            case Waiting _, NeedsAttention _, Cancelling _ ->
                    new Effect(true, "Tries again now what it waits to try later.");
            case Pending _ ->
                    throw notWaiting(row, "It has not begun yet, so there is nothing to retry.");
            case NeedsApproval _ ->
                    throw notWaiting(row, "It waits for an approval, which a retry is not.");
            case Failed _ ->
                    purges.again(row.operation())
                            .map(plan -> new Effect(true, plan.summary() + "."))
                            .orElseThrow(() -> ended(row));
            case Succeeded _, Cancelled _ -> throw ended(row);
        };
    }

    private static Effect approve(Row row) {
        return switch (row.state()) {
            case NeedsApproval _ -> {
                Instant until = row.operation().approvalExpiresAt();
                if (until != null && !until.isAfter(Instant.now())) {
                    throw notWaiting(row, "Nobody approved it by " + until + ".");
                }
                yield new Effect(true, "Lets a worker begin with it.");
            }
            case Pending _, Running _, Waiting _, NeedsAttention _, Cancelling _ ->
                    throw notWaiting(row, "It does not wait for an approval.");
            case Succeeded _, Failed _, Cancelled _ -> throw ended(row);
        };
    }

    private static ProblemException ended(Row row) {
        String detail =
                row.state() instanceof Failed(_, _, String reason)
                        ? "It failed for good (" + reason + "); ask for the change anew."
                        : "It has ended and is " + row.state().wire() + ".";
        return refusal(ProblemCode.OPERATION_ENDED, detail, row.operation().id());
    }

    private static ProblemException notWaiting(Row row, String detail) {
        return refusal(ProblemCode.OPERATION_NOT_WAITING, detail, row.operation().id());
    }

    private static ProblemException refusal(ProblemCode code, String detail, UUID operation) {
        return new ProblemException(code, detail, List.of(), Map.of(), operation);
    }

    private Row read(UUID id, String statement) {
        return sql.here(
                handle ->
                        handle.createQuery(statement)
                                .bind("id", id)
                                .map((row, _) -> Row.of(row))
                                .one());
    }

    private record Row(OperationState state, Operation operation) {
        static Row of(ResultSet row) throws SQLException {
            try {
                return new Row(OperationRows.state(row), OperationRows.operation(row));
            } catch (UnreadableRow e) {
                throw refusal(
                        ProblemCode.OPERATION_UNREADABLE,
                        "Another version of Quarry has written it, and has to be asked.",
                        UUID.fromString(row.getString("id")));
            }
        }
    }
}
