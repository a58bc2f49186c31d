package io.quarry.metadata.relational;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Log-ins as rows, within the transaction of whoever asks. */
final class LoginRows {
    private static final String OF = " WHERE tenant = :tenant AND namespace_uid = :uid";
    private static final String THIS = OF + " AND slot = :slot AND number = :number";
    private static final String BEGIN =
            """
            INSERT INTO relational_login (tenant, namespace_uid, slot, number, verifier, requested_by)
            VALUES (:tenant, :uid, :slot, :number, :verifier, :by)
            ON CONFLICT (tenant, namespace_uid, slot) DO UPDATE SET number = excluded.number, state = 'SETTING',
                verifier = excluded.verifier, requested_by = excluded.requested_by, requested_at = now(),
                works_until = NULL
            """;
    private static final String DUE =
            "(l.state = 'SETTING' OR (l.state = 'ACTIVE' AND l.works_until <= now()))";
    private static final String SELECT_DUE =
            """
            SELECT l.tenant, l.namespace_uid, l.slot, l.number, l.verifier, p.shard
            FROM relational_login l JOIN placement p ON p.tenant = l.tenant AND p.namespace_uid = l.namespace_uid
                AND p.role = 'PRIMARY'
            WHERE\s""";

    private final Sql sql;

    LoginRows(Sql sql) {
        this.sql = sql;
    }

    List<Login> of(TenantId tenant, Uid uid) {
        return sql.here(
                handle ->
                        of(
                                        handle.createQuery(
                                                "SELECT slot, number, state, works_until FROM"
                                                        + " relational_login"
                                                        + OF
                                                        + " ORDER BY number"),
                                        tenant,
                                        uid)
                                .map(
                                        (row, _) ->
                                                new Login(
                                                        LoginSlot.valueOf(row.getString("slot")),
                                                        row.getInt("number"),
                                                        LoginState.valueOf(row.getString("state")),
                                                        instant(row, "works_until")))
                                .list());
    }

    /** Those that work, the newest last. */
    List<DatabaseLogin> working(TenantId tenant, Uid uid) {
        return sql.here(
                handle ->
                        of(
                                        handle.createQuery(
                                                "SELECT slot, requested_at, works_until FROM"
                                                        + " relational_login"
                                                        + OF
                                                        + " AND state = 'ACTIVE' AND (works_until IS"
                                                        + " NULL OR works_until > now()) ORDER BY"
                                                        + " number"),
                                        tenant,
                                        uid)
                                .map(
                                        (row, _) ->
                                                new DatabaseLogin(
                                                        LoginSlot.valueOf(row.getString("slot"))
                                                                .user(uid),
                                                        row.getTimestamp("requested_at")
                                                                .toInstant(),
                                                        instant(row, "works_until")))
                                .list());
    }

    void begin(LoginId id, String verifier, String by) {
        int _ =
                sql.here(
                        handle ->
                                of(handle.createUpdate(BEGIN), id)
                                        .bind("verifier", verifier)
                                        .bind("by", by)
                                        .execute());
    }

    /** False where another request has overtaken this one, or the state is another. */
    boolean move(LoginId id, LoginState from, LoginState to) {
        return sql.here(
                handle ->
                        of(
                                                handle.createUpdate(
                                                        "UPDATE relational_login SET state = :to,"
                                                                + " verifier = NULL"
                                                                + THIS
                                                                + " AND state = :from"),
                                                id)
                                        .bind("from", from.name())
                                        .bind("to", to.name())
                                        .execute()
                                > 0);
    }

    /** The other one ends with the overlap, or sooner where an earlier turn said so. */
    void overlap(LoginId fresh, Duration overlap) {
        int _ =
                sql.here(
                        handle ->
                                of(
                                                handle.createUpdate(
                                                        "UPDATE relational_login SET works_until ="
                                                                + " least(works_until, now() +"
                                                                + " make_interval(secs => :overlap))"
                                                                + OF
                                                                + " AND slot <> :slot AND number <>"
                                                                + " :number AND state = 'ACTIVE'"),
                                                fresh)
                                        .bind("overlap", overlap.toMillis() / 1_000.0)
                                        .execute());
    }

    List<DueLogin> due() {
        return sql.here(
                handle ->
                        handle.createQuery(SELECT_DUE + DUE + " ORDER BY l.requested_at LIMIT 100")
                                .map((row, _) -> due(row))
                                .list());
    }

    /** Empty where it is not due any more, or another worker is at it; held until the commit. */
    java.util.Optional<DueLogin> hold(LoginId id) {
        return sql.here(
                handle ->
                        of(
                                        handle.createQuery(
                                                SELECT_DUE
                                                        + DUE
                                                        + " AND l.tenant = :tenant AND"
                                                        + " l.namespace_uid = :uid AND l.slot = :slot"
                                                        + " AND l.number = :number FOR UPDATE OF l"
                                                        + " SKIP LOCKED"),
                                        id)
                                .map((row, _) -> due(row))
                                .findFirst());
    }

    private static DueLogin due(ResultSet row) throws SQLException {
        return new DueLogin(
                new LoginId(
                        TenantId.of(row.getString("tenant")),
                        Uid.of(row.getString("namespace_uid")),
                        LoginSlot.valueOf(row.getString("slot")),
                        row.getInt("number")),
                row.getString("shard"),
                row.getString("verifier"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    private static <S extends SqlStatement<S>> S of(S statement, LoginId id) {
        return of(statement, id.tenant(), id.uid())
                .bind("slot", id.slot().name())
                .bind("number", id.number());
    }

    private static <S extends SqlStatement<S>> S of(S statement, TenantId tenant, Uid uid) {
        return statement.bind("tenant", tenant.name()).bind("uid", uid.value());
    }
}
