package io.quarry.metadata.operation;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Purges that wait for their time, or have failed. A worker's claim and a request that calls the
 * purge off meet at its row: one of them comes first, and the other sees that. Called within a
 * transaction.
 */
@ApplicationScoped
public class Purges {
    /** Whoever claims raises the fence, so a fence of zero is a purge that nobody has begun. */
    private static final String WAITING =
            " WHERE namespace_uid = :uid AND type = 'PURGE_NAMESPACE' AND ended_at IS NULL AND fence = 0";

    private static final String OF =
            """
            SELECT DISTINCT ON (namespace_uid) namespace_uid, id,
                bool_or(fence > 0) OVER (PARTITION BY namespace_uid) AS begun,
                CASE WHEN ended_at IS NULL THEN due_at END AS due FROM operation
            WHERE namespace_uid = ANY(:uids) AND type = 'PURGE_NAMESPACE' AND (ended_at IS NULL OR fence > 0)
            ORDER BY namespace_uid, ended_at IS NOT NULL, id DESC
            """;
    private static final String LOCK =
            """
            SELECT id FROM operation
            WHERE namespace_uid = :uid AND type = 'PURGE_NAMESPACE' AND ended_at IS NULL FOR UPDATE
            """;

    /**
     * What is to become, or has become, of a retired namespace.
     *
     * @param begun whether a worker has ever claimed it, or one before it: data may be gone
     * @param due when it will begin; null once it has ended
     */
    public record Purge(Uid uid, UUID operation, boolean begun, @Nullable Instant due) {}

    private final Sql sql;

    Purges(Sql sql) {
        this.sql = sql;
    }

    /** Of each namespace the purge that waits or has begun, by uid. */
    public Map<String, Purge> of(Collection<String> uids) {
        return sql
                .here(
                        handle ->
                                handle.createQuery(OF)
                                        .bind("uids", uids.toArray(String[]::new))
                                        .map((row, _) -> purge(row))
                                        .list())
                .stream()
                .collect(Collectors.toMap(purge -> purge.uid().value(), Function.identity()));
    }

    /**
     * As {@link #of}, for one namespace: what it says holds until the transaction ends, because no
     * worker can claim the purge meanwhile.
     */
    public @Nullable Purge hold(Uid uid) {
        List<String> _ =
                sql.here(
                        handle ->
                                handle.createQuery(LOCK)
                                        .bind("uid", uid.value())
                                        .mapTo(String.class)
                                        .list());
        return of(List.of(uid.value())).get(uid.value());
    }

    /**
     * What is left to do of an operation that failed while it dropped what had been kept: nobody
     * else would, and its namespace would stay retired for ever. Empty where nothing is left.
     *
     * @throws ProblemException OPERATION_IN_PROGRESS while another purge of it waits or goes on
     */
    Optional<Plan> again(Operation failed) {
        List<StepPlan> steps = Workflows.purgeOf(failed.type(), failed.plan());
        if (steps.isEmpty() || !retired(failed.target().uid())) {
            return Optional.empty();
        }
        Purge other = hold(failed.target().uid());
        if (other != null && other.due() != null) {
            throw new ProblemException(
                    ProblemCode.OPERATION_IN_PROGRESS,
                    "Operation " + other.operation() + " purges it.",
                    List.of(),
                    Map.of(),
                    other.operation());
        }
        return Optional.of(
                new Plan("Purge again what is left of " + failed.target().address(), steps));
    }

    /** Of all who ask at once one opens the next purge, and the others see it. */
    private boolean retired(Uid uid) {
        sql.lock("purge " + uid);
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT state = 'RETIRED' FROM namespace WHERE uid = :uid")
                                .bind("uid", uid.value())
                                .mapTo(Boolean.class)
                                .one());
    }

    /** Ends the purge that waits as CANCELLED, if there is one; one that has begun goes on. */
    public void callOff(Uid uid) {
        sql.here(
                        handle ->
                                handle.createQuery("SELECT * FROM operation" + WAITING)
                                        .bind("uid", uid.value())
                                        .map((row, _) -> OperationRows.operation(row))
                                        .findOne())
                .ifPresent(
                        waiting -> {
                            Instant now = Instant.now();
                            OperationState ended = new OperationState.Cancelled(now);
                            int _ =
                                    sql.here(
                                            handle ->
                                                    handle.createUpdate(
                                                                    "UPDATE operation SET state ="
                                                                            + " :state, state_facts ="
                                                                            + " :facts::jsonb, steps ="
                                                                            + " :steps::jsonb, ended_at"
                                                                            + " = now()"
                                                                            + WAITING)
                                                            .bind("state", ended.wire())
                                                            .bind("facts", Json.write(ended))
                                                            .bind(
                                                                    "steps",
                                                                    Json.write(
                                                                            StepViews.after(
                                                                                    waiting.steps(),
                                                                                    ended,
                                                                                    now)))
                                                            .bind("uid", uid.value())
                                                            .execute());
                        });
    }

    private static Purge purge(ResultSet row) throws SQLException {
        Timestamp due = row.getTimestamp("due");
        return new Purge(
                Uid.of(row.getString("namespace_uid")),
                UUID.fromString(row.getString("id")),
                row.getBoolean("begun"),
                due == null ? null : due.toInstant());
    }
}
