package io.quarry.metadata.operation;

import static io.quarry.metadata.operation.Intervention.APPROVE;
import static io.quarry.metadata.operation.Intervention.CANCEL;
import static io.quarry.metadata.operation.Intervention.RETRY;

import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the state of operations leaves open, so that nobody is offered what {@link Interventions}
 * would refuse. Who may do it is not asked here.
 */
@ApplicationScoped
public class OpenInterventions {
    private static final String PURGEABLE =
            """
            SELECT uid FROM namespace n WHERE uid = ANY(:uids) AND state = 'RETIRED' AND NOT EXISTS (
                SELECT FROM operation o
                WHERE o.namespace_uid = n.uid AND o.type = 'PURGE_NAMESPACE' AND o.ended_at IS NULL)
            """;

    private final Sql sql;

    OpenInterventions(Sql sql) {
        this.sql = sql;
    }

    /**
     * By the operation's id. One statement at most, however many they are, and none unless a purge
     * among them has failed.
     */
    public Map<UUID, Set<Intervention>> of(Collection<Operation> operations) {
        Set<String> purgeable =
                purgeable(operations.stream().filter(OpenInterventions::failedToPurge).toList());
        Instant now = Instant.now();
        Map<UUID, Set<Intervention>> open = new HashMap<>();
        for (Operation each : operations) {
            boolean again = failedToPurge(each) && purgeable.contains(each.target().uid().value());
            open.put(each.id(), again ? EnumSet.of(RETRY) : of(each, now));
        }
        return open;
    }

    /** Of one that is no purge that failed. What this version cannot read it does not touch. */
    static Set<Intervention> of(Operation operation, Instant now) {
        Set<Intervention> open = EnumSet.noneOf(Intervention.class);
        if (operation.problem() != null
                && operation.problem().code() == ProblemCode.OPERATION_UNREADABLE) {
            return open;
        }
        switch (operation.state()) {
            case "WAITING", "NEEDS_ATTENTION", "CANCELLING" -> open.add(RETRY);
            case "NEEDS_APPROVAL" -> {
                Instant until = operation.approvalExpiresAt();
                if (until == null || until.isAfter(now)) {
                    open.add(APPROVE);
                }
            }
            default -> {}
        }
        if (operation.cancellable()) {
            open.add(CANCEL);
        }
        return open;
    }

    private static boolean failedToPurge(Operation operation) {
        return operation.state().equals("FAILED")
                && !Workflows.purgeOf(operation.type(), operation.plan()).isEmpty();
    }

    private Set<String> purgeable(List<Operation> failed) {
        if (failed.isEmpty()) {
            return Set.of();
        }
        String[] uids =
                failed.stream().map(each -> each.target().uid().value()).toArray(String[]::new);
        return Set.copyOf(
                sql.acrossTenants(
                        handle ->
                                handle.createQuery(PURGEABLE)
                                        .bind("uids", uids)
                                        .mapTo(String.class)
                                        .list()));
    }
}
