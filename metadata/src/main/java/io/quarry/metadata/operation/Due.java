package io.quarry.metadata.operation;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.UnreadableRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A row that may be claimed, and what the claim makes of it.
 *
 * @param state null if this version cannot read the row
 * @param problem why it is given up, where nobody approved it in time
 */
record Due(
        UUID id,
        @Nullable OperationState state,
        boolean moved,
        List<StepView> steps,
        @Nullable String problem,
        Instant until) {
    private static final Logger LOG = Logger.getLogger(Due.class);

    static Due of(ResultSet row) throws SQLException {
        Instant until = row.getTimestamp("until").toInstant();
        UUID id = UUID.fromString(row.getString("id"));
        try {
            OperationState found = OperationRows.state(row);
            String problem = null;
            if (found instanceof OperationState.NeedsApproval) {
                Instant end = row.getTimestamp("approval_until").toInstant();
                found = Transitions.expire(found, end, Instant.now());
                problem =
                        Json.write(
                                ProblemView.of(
                                        ProblemCode.APPROVAL_EXPIRED,
                                        "Nobody approved it by " + end + "."));
            }
            OperationState claimed = Transitions.claimed(found, until);
            List<StepView> steps = OperationRows.operation(row).steps();
            boolean moved = !claimed.place().equals(OperationRows.stored(row).place());
            List<StepView> views = StepViews.after(steps, claimed, Instant.now());
            return new Due(id, claimed, moved, views, problem, until);
        } catch (UnreadableRow e) {
            LOG.errorf("operation %s is passed over: %s", id, e.getMessage());
            return new Due(id, null, false, List.of(), null, until);
        }
    }
}
