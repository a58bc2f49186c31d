package io.quarry.metadata.shard;

import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Statements on shards, within the platform's transaction or the worker's. */
@ApplicationScoped
class FleetRows {
    private static final String SELECT =
            """
            SELECT s.*, (SELECT o.id FROM operation o WHERE o.shard = s.id AND o.ended_at IS NULL) AS under_way
            FROM shard s
            """;
    private static final String LIST =
            SELECT
                    + """
                    WHERE (:engine::text IS NULL OR s.engine = :engine)
                    AND (s.state = :state OR (:state::text IS NULL AND s.state <> 'RETIRED'))
                    AND (:label::jsonb IS NULL OR s.labels @> :label::jsonb)
                    AND (:after::text IS NULL OR s.id > :after)
                    ORDER BY s.id LIMIT :limit
                    """;

    /** A retired shard lends its row to the next of its name. */
    private static final String REGISTER =
            """
            INSERT INTO shard (id, engine, state, endpoints, labels, settings, credential_ref, capacity_millicores,
                capacity_memory_bytes, capacity_disk_bytes, capacity_reads_per_second, capacity_writes_per_second,
                capacity_objects)
            VALUES (:id, :engine, 'PROVISIONING', :endpoints::jsonb, :labels::jsonb, :settings::jsonb, :credentials,
                :millicores, :memory_bytes, :disk_bytes, :reads_per_second, :writes_per_second, :objects)
            ON CONFLICT (id) DO UPDATE SET engine = EXCLUDED.engine, state = EXCLUDED.state, reason = NULL,
                state_before = NULL, endpoints = EXCLUDED.endpoints, labels = EXCLUDED.labels,
                settings = EXCLUDED.settings, credential_ref = EXCLUDED.credential_ref,
                capacity_millicores = EXCLUDED.capacity_millicores,
                capacity_memory_bytes = EXCLUDED.capacity_memory_bytes,
                capacity_disk_bytes = EXCLUDED.capacity_disk_bytes,
                capacity_reads_per_second = EXCLUDED.capacity_reads_per_second,
                capacity_writes_per_second = EXCLUDED.capacity_writes_per_second,
                capacity_objects = EXCLUDED.capacity_objects, revision = shard.revision + 1, updated_at = now()
            WHERE shard.state = 'RETIRED'
            """;

    private static final String CHANGE =
            """
            UPDATE shard SET labels = :labels::jsonb, capacity_millicores = :millicores,
                capacity_memory_bytes = :memory_bytes, capacity_disk_bytes = :disk_bytes,
                capacity_reads_per_second = :reads_per_second, capacity_writes_per_second = :writes_per_second,
                capacity_objects = :objects, revision = revision + 1, updated_at = now()
            WHERE id = :id
            """;
    private static final String STATE =
            """
            UPDATE shard SET state = :state, reason = :reason, state_before = :before, revision = revision + 1,
                updated_at = now()
            WHERE id = :id
            """;

    private static final String REACH =
            """
            UPDATE shard SET endpoints = :endpoints::jsonb, settings = :settings::jsonb,
                credential_ref = :credentials, revision = revision + 1, updated_at = now()
            WHERE id = :id
            """;

    /** What it was comes back with its next answer. */
    private static final String FAIL =
            """
            UPDATE shard SET failed_from = state, state = 'FAILED', reason = :reason, revision = revision + 1,
                updated_at = now()
            WHERE id = :id
            """;

    private static final String RECOVER =
            """
            UPDATE shard SET state = :state, failed_from = NULL, reason = NULL, revision = revision + 1,
                updated_at = now()
            WHERE id = :id
            """;

    private final Sql sql;

    FleetRows(Sql sql) {
        this.sql = sql;
    }

    Optional<FleetShard> find(String id) {
        return one(SELECT + " WHERE s.id = :id", id);
    }

    /** Until the transaction ends, it is neither changed nor reserved on by anybody else. */
    Optional<FleetShard> hold(String id) {
        return one(SELECT + " WHERE s.id = :id FOR NO KEY UPDATE OF s", id);
    }

    private Optional<FleetShard> one(String select, String id) {
        return sql.here(
                handle ->
                        handle.createQuery(select)
                                .bind("id", id)
                                .map((row, _) -> shard(row))
                                .findOne());
    }

    List<FleetShard> list(FleetFilter filter, @Nullable String after, int limit) {
        Engine engine = filter.engine();
        ShardState state = filter.state();
        FleetFilter.Label label = filter.label();
        return sql.here(
                handle ->
                        handle.createQuery(LIST)
                                .bind("engine", engine == null ? null : engine.name())
                                .bind("state", state == null ? null : state.name())
                                .bind(
                                        "label",
                                        label == null
                                                ? null
                                                : Json.write(Map.of(label.name(), label.value())))
                                .bind("after", after)
                                .bind("limit", limit)
                                .map((row, _) -> shard(row))
                                .list());
    }

    /** False if there is one of that name that is not retired. */
    boolean register(Shard shard) {
        return sql.here(
                handle ->
                        reached(said(handle.createUpdate(REGISTER), shard), shard)
                                        .bind("engine", shard.engine().name())
                                        .execute()
                                > 0);
    }

    void change(Shard shard) {
        int _ = sql.here(handle -> said(handle.createUpdate(CHANGE), shard).execute());
    }

    /** Where its servers are, and by which log-ins. */
    void reach(Shard shard) {
        int _ =
                sql.here(
                        handle ->
                                reached(handle.createUpdate(REACH), shard)
                                        .bind("id", shard.id())
                                        .execute());
    }

    /**
     * @param before what the cancelling of an operation brings back, or null
     */
    void become(String id, ShardState state, @Nullable String reason, @Nullable ShardState before) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(STATE)
                                        .bind("id", id)
                                        .bind("state", state.name())
                                        .bind("reason", reason)
                                        .bind("before", before == null ? null : before.name())
                                        .execute());
    }

    /** From a state that {@link #failedFrom} knows. */
    void fail(String id, String reason) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(FAIL)
                                        .bind("id", id)
                                        .bind("reason", reason)
                                        .execute());
    }

    void recover(String id, ShardState state) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(RECOVER)
                                        .bind("id", id)
                                        .bind("state", state.name())
                                        .execute());
    }

    /** What the operation on it found, if it found another state. */
    Optional<ShardState> stateBefore(String id) {
        return kept(id, "state_before");
    }

    /** What it was when it failed. */
    Optional<ShardState> failedFrom(String id) {
        return kept(id, "failed_from");
    }

    private Optional<ShardState> kept(String id, String column) {
        return sql.here(
                handle ->
                        handle.createQuery(
                                        "SELECT %1$s FROM shard WHERE id = :id AND %1$s IS NOT NULL"
                                                .formatted(column))
                                .bind("id", id)
                                .map((row, _) -> ShardState.valueOf(row.getString(column)))
                                .findOne());
    }

    /** Says why it is as it is, and tells nobody who has read it that it changed. */
    void say(String id, @Nullable String reason) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(
                                                "UPDATE shard SET reason = :reason, updated_at = now()"
                                                        + " WHERE id = :id AND reason IS DISTINCT FROM"
                                                        + " :reason")
                                        .bind("id", id)
                                        .bind("reason", reason)
                                        .execute());
    }

    private static <S extends SqlStatement<S>> S said(S statement, Shard shard) {
        S bound = statement.bind("id", shard.id()).bind("labels", Json.write(shard.labels()));
        for (Dimension dimension : Dimension.values()) {
            bound = bound.bind(dimension.wire(), shard.capacity().of(dimension));
        }
        return bound;
    }

    private static <S extends SqlStatement<S>> S reached(S statement, Shard shard) {
        return statement
                .bind("endpoints", Json.write(shard.endpoints()))
                .bind("settings", Json.write(shard.settings()))
                .bind("credentials", shard.credentialRef());
    }

    private static FleetShard shard(ResultSet row) throws SQLException {
        String operation = row.getString("under_way");
        return new FleetShard(
                ShardMapper.shard(row),
                row.getLong("revision"),
                row.getString("reason"),
                operation == null ? null : UUID.fromString(operation),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("updated_at").toInstant());
    }
}
