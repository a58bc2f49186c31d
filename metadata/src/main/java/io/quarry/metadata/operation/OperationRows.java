package io.quarry.metadata.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.namespace.Uid;
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
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.UnreadableRow;
import io.quarry.metadata.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How an operation lies in its row: one column names its state, one holds that state's facts. */
final class OperationRows {
    private static final Logger LOG = Logger.getLogger(OperationRows.class);
    private static final TypeReference<List<StepView>> STEPS = new TypeReference<>() {};
    private static final TypeReference<Plan> PLAN = new TypeReference<>() {};
    private static final TypeReference<ProblemView> PROBLEM = new TypeReference<>() {};
    private static final TypeReference<Progress> PROGRESS = new TypeReference<>() {};
    private static final String NOTHING_COUNTED = "{}";

    private OperationRows() {}

    /**
     * As readers see it: what this version cannot read of a row, as after a downgrade, hides
     * neither the rest of it nor the rows beside it.
     */
    static Operation seen(ResultSet row) throws SQLException {
        try {
            return operation(row);
        } catch (UnreadableRow e) {
            LOG.warnf("operation %s is shown in part: %s", row.getString("id"), e.getMessage());
            List<StepView> steps = readable(row.getString("steps"), STEPS, List.of());
            return new Operation(
                    UUID.fromString(row.getString("id")),
                    OperationType.of(row.getString("type")),
                    row.getString("state"),
                    target(row),
                    row.getString("requested_by"),
                    readable(row.getString("plan"), PLAN, new Plan("", List.of())),
                    steps,
                    ofSteps(steps),
                    null,
                    false,
                    null,
                    ProblemView.of(
                            ProblemCode.OPERATION_UNREADABLE,
                            "Another version of Quarry has written a part of it that this one"
                                    + " cannot read."),
                    row.getTimestamp("created_at").toInstant(),
                    instant(row, "ended_at"));
        }
    }

    private static <T> T readable(String json, TypeReference<T> type, T otherwise) {
        try {
            return Json.read(json, type);
        } catch (UnreadableRow e) {
            return otherwise;
        }
    }

    /**
     * What the step under way has counted, while anything of that is left; else the steps. So it is
     * whole when the operation has succeeded, and never before.
     */
    private static Progress progress(ResultSet row, OperationState state, List<StepView> steps)
            throws SQLException {
        String counted = row.getString("progress");
        if (!counts(state) || counted.equals(NOTHING_COUNTED)) {
            return ofSteps(steps);
        }
        Progress progress = Json.read(counted, PROGRESS);
        return progress.isWhole() ? ofSteps(steps) : progress;
    }

    private static boolean counts(OperationState state) {
        return switch (state) {
            case Running _, Waiting _, NeedsAttention _ -> true;
            case Pending _, NeedsApproval _, Cancelling _, Succeeded _, Failed _, Cancelled _ ->
                    false;
        };
    }

    private static Progress ofSteps(List<StepView> steps) {
        long done = steps.stream().filter(step -> step.state() == StepState.DONE).count();
        return new Progress(done, steps.size(), "steps");
    }

    /**
     * @throws UnreadableRow if another version has written what this one cannot read
     */
    static Operation operation(ResultSet row) throws SQLException {
        List<StepView> steps = Json.read(row.getString("steps"), STEPS);
        String problem = row.getString("problem");
        OperationType type = OperationType.of(row.getString("type"));
        if (type == OperationType.UNKNOWN) {
            throw new UnreadableRow("no operation is a " + row.getString("type"), null);
        }
        OperationState state = state(row);
        return new Operation(
                UUID.fromString(row.getString("id")),
                type,
                state.wire(),
                target(row),
                row.getString("requested_by"),
                Json.read(row.getString("plan"), PLAN),
                steps,
                progress(row, state, steps),
                reason(state),
                !steps.isEmpty() && Transitions.cancellable(state, Workflows.facts(type, steps)),
                state instanceof NeedsApproval ? instant(row, "approval_until") : null,
                problem == null ? null : Json.read(problem, PROBLEM),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "ended_at"));
    }

    private static Target target(ResultSet row) throws SQLException {
        String shard = row.getString("shard");
        return shard == null
                ? new Target.OfNamespace(
                        TenantId.of(row.getString("tenant")),
                        row.getString("namespace_name"),
                        Uid.of(row.getString("namespace_uid")))
                : new Target.OfShard(shard);
    }

    /**
     * Where it stands, a wish to cancel it counted in: from the moment of the wish it is being
     * cancelled, even while a worker that does not know yet is in the midst of a step.
     */
    static OperationState state(ResultSet row) throws SQLException {
        OperationState stored = stored(row);
        Instant wished = instant(row, "cancel_at");
        return wished == null || stored.terminal()
                ? stored
                : Transitions.cancel(stored, "cancelled by " + row.getString("cancel_by"), wished);
    }

    /** As the last who saved it left it. */
    static OperationState stored(ResultSet row) throws SQLException {
        String facts = row.getString("state_facts");
        return switch (row.getString("state")) {
            case "PENDING" -> new Pending();
            case "NEEDS_APPROVAL" -> Json.read(facts, new TypeReference<NeedsApproval>() {});
            case "RUNNING" -> Json.read(facts, new TypeReference<Running>() {});
            case "WAITING" -> Json.read(facts, new TypeReference<Waiting>() {});
            case "NEEDS_ATTENTION" -> Json.read(facts, new TypeReference<NeedsAttention>() {});
            case "CANCELLING" -> Json.read(facts, new TypeReference<Cancelling>() {});
            case "SUCCEEDED" -> Json.read(facts, new TypeReference<Succeeded>() {});
            case "FAILED" -> Json.read(facts, new TypeReference<Failed>() {});
            case "CANCELLED" -> Json.read(facts, new TypeReference<Cancelled>() {});
            default -> throw new UnreadableRow("no state is " + row.getString("state"), null);
        };
    }

    /** Why it waits, where it does. */
    static @Nullable String reason(OperationState state) {
        return switch (state) {
            case Waiting(_, _, _, String reason) -> reason;
            case NeedsAttention(_, _, _, String reason) -> reason;
            case NeedsApproval(_, String reason) -> reason;
            case Cancelling(_, _, _, String asked, String hindrance) ->
                    hindrance == null ? asked : hindrance;
            case Pending _, Running _, Succeeded _, Failed _, Cancelled _ -> null;
        };
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp timestamp = row.getTimestamp(column);
        return timestamp == null ? null : timestamp.toInstant();
    }
}
