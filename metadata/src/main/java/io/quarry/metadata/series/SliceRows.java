package io.quarry.metadata.series;

import io.quarry.metadata.namespace.NamespaceId;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Statements on the turn of slices, within the worker's transactions. */
@ApplicationScoped
class SliceRows {
    private static final String DUE_NOW =
            """
            INSERT INTO series_slices (tenant, namespace_uid) VALUES (:tenant, :uid)
            ON CONFLICT (namespace_uid) DO UPDATE SET due_at = least(series_slices.due_at, clock_timestamp())
            WHERE series_slices.worker IS NULL
            """;

    /**
     * One that is being changed needs its next slice like any other; others have structures that an
     * operation makes or drops.
     */
    private static final String TURNABLE =
            """
            (n.state = 'ACTIVE' OR EXISTS (SELECT FROM operation o WHERE o.namespace_uid = n.uid
                AND o.ended_at IS NULL AND o.type = 'CHANGE_NAMESPACE'))
            """;

    private static final String CLAIM =
            """
            UPDATE series_slices SET fence = fence + 1, worker = :worker,
                lease_until = clock_timestamp() + make_interval(secs => :lease),
                due_at = clock_timestamp() + make_interval(secs => :lease)
            WHERE namespace_uid = (
                SELECT s.namespace_uid FROM series_slices s
                JOIN namespace n ON n.tenant = s.tenant AND n.uid = s.namespace_uid
                WHERE s.due_at <= clock_timestamp() AND %s
                ORDER BY s.due_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED)
            RETURNING tenant, namespace_uid, fence, worker
            """
                    .formatted(TURNABLE);

    private static final String MINE =
            " WHERE namespace_uid = :uid AND fence = :fence AND worker = :worker";
    private static final String IN_TIME = MINE + " AND lease_until > clock_timestamp()";

    private static final String HOLD =
            """
            UPDATE series_slices SET lease_until = clock_timestamp() + make_interval(secs => :lease),
                due_at = clock_timestamp() + make_interval(secs => :lease)
            """
                    + IN_TIME;

    private static final String CONDEMN =
            "UPDATE series_slices SET expired_before = :before::timestamptz"
                    + IN_TIME
                    + " AND (expired_before IS NULL OR expired_before < :before::timestamptz)";

    private static final String TURNED =
            """
            UPDATE series_slices SET tables = :tables, covered_until = :until::timestamptz, turned_at = clock_timestamp(),
                failing_since = NULL, reason = NULL, worker = NULL, lease_until = NULL,
                due_at = clock_timestamp() + make_interval(secs => :pause)
            """
                    + IN_TIME;

    private static final String FAILED =
            """
            UPDATE series_slices SET failing_since = coalesce(failing_since, clock_timestamp()), reason = :reason,
                worker = NULL, lease_until = NULL, due_at = clock_timestamp() + make_interval(secs => :pause)
            """
                    + MINE;

    private static final String LATER =
            """
            UPDATE series_slices SET worker = NULL, lease_until = NULL,
                due_at = clock_timestamp() + make_interval(secs => :pause)
            """
                    + MINE;

    private static final String FAILING =
            """
            SELECT n.tenant, n.name, s.failing_since, s.reason, s.covered_until
            FROM series_slices s JOIN namespace n ON n.tenant = s.tenant AND n.uid = s.namespace_uid
            WHERE s.failing_since IS NOT NULL AND %s ORDER BY s.failing_since, s.namespace_uid LIMIT :limit
            """
                    .formatted(TURNABLE);

    private static final String COVERED =
            """
            SELECT min(s.covered_until) FROM series_slices s
            JOIN namespace n ON n.tenant = s.tenant AND n.uid = s.namespace_uid WHERE n.state = 'ACTIVE'
            """;

    private final Sql sql;

    SliceRows(Sql sql) {
        this.sql = sql;
    }

    void dueNow(TenantId tenant, Uid uid) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(DUE_NOW)
                                        .bind("tenant", tenant.name())
                                        .bind("uid", uid.value())
                                        .execute());
    }

    void forget(Uid uid) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(
                                                "DELETE FROM series_slices WHERE namespace_uid = :uid")
                                        .bind("uid", uid.value())
                                        .execute());
    }

    Optional<SliceClaim> claim(String worker, Duration lease) {
        return sql.here(
                handle ->
                        handle.createQuery(CLAIM)
                                .bind("worker", worker)
                                .bind("lease", seconds(lease))
                                .map(
                                        (row, _) ->
                                                new SliceClaim(
                                                        TenantId.of(row.getString("tenant")),
                                                        Uid.of(row.getString("namespace_uid")),
                                                        row.getLong("fence"),
                                                        row.getString("worker")))
                                .findOne());
    }

    /** False where the lease has run out, or another worker has claimed it since. */
    boolean hold(SliceClaim claim, Duration lease) {
        return sql.here(
                handle ->
                        mine(handle.createUpdate(HOLD), claim)
                                        .bind("lease", seconds(lease))
                                        .execute()
                                > 0);
    }

    boolean turnable(Uid uid) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT %s FROM namespace n WHERE n.uid = :uid"
                                                .formatted(TURNABLE))
                                .bind("uid", uid.value())
                                .mapTo(Boolean.class)
                                .one());
    }

    /** Nobody changes the namespace until the transaction ends; false where somebody is at it. */
    boolean holdNamespace(Uid uid) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT uid FROM namespace WHERE uid = :uid FOR SHARE SKIP LOCKED")
                                .bind("uid", uid.value())
                                .mapTo(String.class)
                                .findOne()
                                .isPresent());
    }

    /** As {@link #hold}, which it leaves as long as it is, and until the transaction ends. */
    boolean lock(SliceClaim claim) {
        return sql.here(
                handle ->
                        mine(
                                        handle.createQuery(
                                                "SELECT fence FROM series_slices"
                                                        + IN_TIME
                                                        + " FOR UPDATE"),
                                        claim)
                                .mapTo(Long.class)
                                .findOne()
                                .isPresent());
    }

    /** Empty where nothing was condemned yet. */
    Optional<Instant> condemned(Uid uid) {
        return told("expired_before", uid);
    }

    /** As the last turn left it; empty before the first. */
    Optional<Instant> coveredUntil(Uid uid) {
        return told("covered_until", uid);
    }

    private Optional<Instant> told(String column, Uid uid) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT %s FROM series_slices WHERE namespace_uid = :uid"
                                                .formatted(column))
                                .bind("uid", uid.value())
                                .map((row, _) -> Optional.ofNullable(instant(row, column)))
                                .one());
    }

    /** False if as much was condemned before. */
    boolean condemn(SliceClaim claim, Instant before) {
        return sql.here(
                handle ->
                        mine(handle.createUpdate(CONDEMN), claim).bind("before", before).execute()
                                > 0);
    }

    boolean turned(SliceClaim claim, int tables, Instant until, Duration pause) {
        return sql.here(
                handle ->
                        mine(handle.createUpdate(TURNED), claim)
                                        .bind("tables", tables)
                                        .bind("until", until)
                                        .bind("pause", seconds(pause))
                                        .execute()
                                > 0);
    }

    boolean failed(SliceClaim claim, String reason, Duration pause) {
        return sql.here(
                handle ->
                        mine(handle.createUpdate(FAILED), claim)
                                        .bind("reason", reason)
                                        .bind("pause", seconds(pause))
                                        .execute()
                                > 0);
    }

    void later(SliceClaim claim, Duration pause) {
        int _ =
                sql.here(
                        handle ->
                                mine(handle.createUpdate(LATER), claim)
                                        .bind("pause", seconds(pause))
                                        .execute());
    }

    /** The longest first. */
    List<FailingSlices> failing(int limit) {
        return sql.here(
                handle ->
                        handle.createQuery(FAILING)
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                new FailingSlices(
                                                        NamespaceId.of(
                                                                row.getString("tenant"),
                                                                row.getString("name")),
                                                        row.getTimestamp("failing_since")
                                                                .toInstant(),
                                                        row.getString("reason"),
                                                        instant(row, "covered_until")))
                                .list());
    }

    /** Where the first of all that are in use runs out of tables; empty where there is none. */
    Optional<Instant> coveredUntil() {
        return sql.here(
                handle ->
                        handle.createQuery(COVERED)
                                .map((row, _) -> Optional.ofNullable(instant(row, "min")))
                                .one());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static <S extends SqlStatement<S>> S mine(S statement, SliceClaim claim) {
        return statement
                .bind("uid", claim.uid().value())
                .bind("fence", claim.fence())
                .bind("worker", claim.worker());
    }

    private static double seconds(Duration time) {
        return (double) time.toMillis() / Duration.ofSeconds(1).toMillis();
    }
}
