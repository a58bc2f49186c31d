package io.quarry.metadata.usage;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements on cells; called within a transaction. */
@ApplicationScoped
class UsageRows {
    /**
     * Of each cell the highest that was ever said. Rows are taken in the order of their key, so
     * that two who store the same do not wait for each other in a circle.
     */
    private static final String STORE =
            """
            WITH given AS (
                SELECT c.uid, c.hour, b.run, max(c.reads) AS reads, max(c.writes) AS writes,
                       max(c.bytes_in) AS bytes_in, max(c.bytes_out) AS bytes_out,
                       max(c.throttled) AS throttled, max(c.errors) AS errors, max(c.cost) AS cost
                FROM jsonb_to_recordset(:batches::jsonb) AS b(run uuid, cells jsonb),
                     LATERAL jsonb_to_recordset(b.cells) AS c(
                         uid text, hour timestamptz, reads bigint, writes bigint, bytes_in bigint,
                         bytes_out bigint, throttled bigint, errors bigint, cost bigint)
                GROUP BY c.uid, c.hour, b.run
            ), stored AS (
                INSERT INTO usage_cell AS u (tenant, namespace_uid, hour, run, reads, writes, bytes_in,
                                             bytes_out, throttled, errors, cost)
                SELECT n.tenant, n.uid, g.hour, g.run, g.reads, g.writes, g.bytes_in, g.bytes_out,
                       g.throttled, g.errors, g.cost
                FROM given g JOIN namespace n ON n.uid = g.uid
                ORDER BY n.tenant, g.hour, n.uid, g.run
                ON CONFLICT (tenant, hour, namespace_uid, run) DO UPDATE
                SET reads = greatest(u.reads, excluded.reads),
                    writes = greatest(u.writes, excluded.writes),
                    bytes_in = greatest(u.bytes_in, excluded.bytes_in),
                    bytes_out = greatest(u.bytes_out, excluded.bytes_out),
                    throttled = greatest(u.throttled, excluded.throttled),
                    errors = greatest(u.errors, excluded.errors),
                    cost = greatest(u.cost, excluded.cost)
                WHERE excluded.reads > u.reads OR excluded.writes > u.writes
                OR excluded.bytes_in > u.bytes_in OR excluded.bytes_out > u.bytes_out
                OR excluded.throttled > u.throttled OR excluded.errors > u.errors
                OR excluded.cost > u.cost
            )
            SELECT count(*) FROM given g
            WHERE NOT EXISTS (SELECT FROM namespace n WHERE n.uid = g.uid)
            """;

    /**
     * Names the tenant, because the system's transaction sees all; a tenant that was made again
     * under its name does not see what the one before it used. The minute is for clocks that
     * differ.
     */
    private static final String LIST =
            """
            SELECT date_trunc('%1$s', u.hour, 'UTC') AS step, u.namespace_uid AS uid, n.name,
                   sum(u.reads)::bigint AS reads, sum(u.writes)::bigint AS writes,
                   sum(u.bytes_in)::bigint AS bytes_in, sum(u.bytes_out)::bigint AS bytes_out,
                   sum(u.throttled)::bigint AS throttled, sum(u.errors)::bigint AS errors,
                   sum(u.cost)::bigint AS cost
            FROM usage_cell u
            JOIN namespace n ON n.tenant = u.tenant AND n.uid = u.namespace_uid
            JOIN tenant t ON t.name = u.tenant AND t.created_at <= n.created_at + interval '1 minute'
            WHERE u.tenant = :tenant AND u.hour >= :from::timestamptz AND u.hour < :to::timestamptz
            AND (:namespace::text IS NULL OR n.name = :namespace::text)
            AND (:uid::text IS NULL OR u.namespace_uid > :uid::text
                 OR date_trunc('%1$s', u.hour, 'UTC') > :from::timestamptz)
            GROUP BY 1, 2, 3 ORDER BY 1, 2 LIMIT :limit
            """;

    private final Sql sql;

    UsageRows(Sql sql) {
        this.sql = sql;
    }

    /** How many of the cells are of namespaces that nobody has; they are not stored. */
    int store(List<UsageBatch> batches) {
        return sql.here(
                handle ->
                        handle.createQuery(STORE)
                                .bind("batches", Json.write(batches))
                                .mapTo(Integer.class)
                                .one());
    }

    /**
     * By time, then by uid.
     *
     * @param after only what comes after this one
     */
    List<NamespaceUsage> find(
            TenantId tenant, UsageWindow window, @Nullable UsageCursor after, int limit) {
        Instant from =
                after == null || after.step().isBefore(window.from())
                        ? window.from()
                        : after.step();
        return sql.here(
                handle ->
                        handle.createQuery(LIST.formatted(window.step().field()))
                                .bind("tenant", tenant.name())
                                .bind("from", from)
                                .bind("to", window.to())
                                .bind("namespace", window.namespace())
                                .bind("uid", uid(after, from))
                                .bind("limit", limit)
                                .map((row, _) -> usage(row, window.step()))
                                .list());
    }

    private static @Nullable String uid(@Nullable UsageCursor after, Instant from) {
        return after == null || !after.step().equals(from) ? null : after.uid().value();
    }

    int deleteOlderThan(Duration retention) {
        return sql.here(
                handle ->
                        handle.createUpdate(
                                        "DELETE FROM usage_cell WHERE hour <"
                                                + " clock_timestamp() - make_interval(secs => :kept)")
                                .bind("kept", (double) retention.toSeconds())
                                .execute());
    }

    private static NamespaceUsage usage(ResultSet row, UsageStep step) throws SQLException {
        Instant begin = row.getTimestamp("step").toInstant();
        long reads = row.getLong("reads");
        long writes = row.getLong("writes");
        return new NamespaceUsage(
                begin,
                step.next(begin),
                row.getString("name"),
                Uid.of(row.getString("uid")),
                reads + writes,
                reads,
                writes,
                row.getLong("bytes_in"),
                row.getLong("bytes_out"),
                row.getLong("throttled"),
                row.getLong("errors"),
                row.getLong("cost"));
    }
}
