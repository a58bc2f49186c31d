package io.quarry.metadata.operation;

import io.quarry.metadata.namespace.Uid;
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
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Purges that wait for their time. A worker's claim and a request that calls the purge off meet at
 * its row: one of them comes first, and the other sees that. Called within a transaction.
 */
@ApplicationScoped
public class Purges {
    /** Whoever claims raises the fence, so a fence of zero is a purge that nobody has begun. */
    private static final String WAITING =
            " WHERE namespace_uid = :uid AND type = 'PURGE_NAMESPACE' AND ended_at IS NULL AND fence = 0";

    private static final String OF =
            """
            SELECT DISTINCT ON (namespace_uid) namespace_uid, id, fence > 0 AS begun,
                CASE WHEN ended_at IS NULL THEN due_at END AS due FROM operation
            WHERE namespace_uid = ANY(:uids) AND type = 'PURGE_NAMESPACE' AND (ended_at IS NULL OR fence > 0)
            ORDER BY namespace_uid, id DESC
            """;
    private static final String LOCK =
            """
            SELECT id FROM operation
            WHERE namespace_uid = :uid AND type = 'PURGE_NAMESPACE' AND ended_at IS NULL FOR UPDATE
            """;

    /**
     * What is to become, or has become, of a retired namespace.
     *
     * @param begun whether a worker has ever claimed it: data may be gone
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
