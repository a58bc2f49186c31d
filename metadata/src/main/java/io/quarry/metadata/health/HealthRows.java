package io.quarry.metadata.health;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.row.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements on what was measured; called within a transaction. */
@ApplicationScoped
class HealthRows {
    private static final TypeReference<Measurement> MEASUREMENT = new TypeReference<>() {};

    /** Nothing is kept of a shard that was retired meanwhile, or does not serve yet. */
    private static final String STORE =
            """
            INSERT INTO shard_health AS h (shard, state, reason, since, checked_at, measurement)
            SELECT s.id, :state::text, :reason::text, clock_timestamp(), clock_timestamp(), :measurement::jsonb
            FROM shard s WHERE s.id = :shard AND s.state NOT IN ('PROVISIONING', 'RETIRED')
            ON CONFLICT (shard) DO UPDATE
            SET since = CASE WHEN h.state = excluded.state THEN h.since ELSE excluded.since END,
                state = excluded.state, reason = excluded.reason, checked_at = excluded.checked_at,
                measurement = coalesce(excluded.measurement, h.measurement)
            """;

    private static final String REMEMBER =
            """
            INSERT INTO shard_measurement (shard, minute, measurement)
            VALUES (:shard, date_trunc('minute', :at::timestamptz, 'UTC'), :measurement::jsonb)
            ON CONFLICT DO NOTHING
            """;

    /** The names tell of which engine they are; bytes are whole. */
    private static final String MEASURE =
            """
            UPDATE shard SET measured_memory_bytes = used.memory, measured_disk_bytes = used.disk
            FROM (SELECT coalesce(percentile_disc(0.95) WITHIN GROUP (ORDER BY
                        (measurement #>> '{metrics,used_bytes}')::numeric::bigint), 0) AS memory,
                    coalesce(percentile_disc(0.95) WITHIN GROUP (ORDER BY
                        coalesce(measurement #>> '{metrics,disk_bytes}',
                            measurement #>> '{metrics,store_bytes}')::numeric::bigint), 0) AS disk
                FROM shard_measurement
                WHERE shard = :shard AND minute > :at::timestamptz - interval '1 hour') AS used
            WHERE id = :shard
                AND (measured_memory_bytes, measured_disk_bytes) IS DISTINCT FROM (used.memory, used.disk)
            """;

    private static final String PROMISE =
            """
            UPDATE shard SET replication = :replication::bigint, impaired = :impaired::text
            WHERE id = :shard AND (replication, impaired) IS DISTINCT FROM (:replication::bigint, :impaired::text)
            """;
    private static final String FIND =
            """
            SELECT shard, state, reason, since, checked_at, measurement FROM shard_health
            WHERE shard = ANY(:shards)
            """;
    private static final String LIST =
            """
            SELECT measurement FROM shard_measurement
            WHERE shard = :shard AND minute >= :from::timestamptz AND minute < :to::timestamptz
            ORDER BY minute LIMIT :limit
            """;

    private final Sql sql;

    HealthRows(Sql sql) {
        this.sql = sql;
    }

    /**
     * @param measurement null keeps the one before
     * @return false if the shard does not serve
     */
    boolean store(
            String shard,
            HealthState state,
            @Nullable String reason,
            @Nullable Measurement measurement) {
        return sql.here(
                handle ->
                        handle.createUpdate(STORE)
                                        .bind("shard", shard)
                                        .bind("state", state.name())
                                        .bind("reason", reason)
                                        .bind(
                                                "measurement",
                                                measurement == null
                                                        ? null
                                                        : Json.write(measurement))
                                        .execute()
                                > 0);
    }

    /**
     * For the history.
     *
     * @return false if it has one of that minute
     */
    boolean remember(String shard, Measurement measurement) {
        return sql.here(
                handle ->
                        handle.createUpdate(REMEMBER)
                                        .bind("shard", shard)
                                        .bind("at", measurement.at())
                                        .bind("measurement", Json.write(measurement))
                                        .execute()
                                > 0);
    }

    /** What the shard has used in the hour before, by the history. */
    void measure(String shard, Instant at) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(MEASURE)
                                        .bind("shard", shard)
                                        .bind("at", at)
                                        .execute());
    }

    /** Tells those who place on the shard, and whoever listens, if it is another than before. */
    void promise(String shard, @Nullable Long replication, @Nullable String impaired) {
        int _ =
                sql.here(
                        handle ->
                                handle.createUpdate(PROMISE)
                                        .bind("shard", shard)
                                        .bind("replication", replication)
                                        .bind("impaired", impaired)
                                        .execute());
    }

    Map<String, Health> find(Collection<String> shards) {
        Map<String, Health> found = new HashMap<>();
        return sql.here(
                handle -> {
                    handle.createQuery(FIND)
                            .bind("shards", shards.toArray(String[]::new))
                            .map((row, _) -> Map.entry(row.getString("shard"), health(row)))
                            .forEach(each -> found.put(each.getKey(), each.getValue()));
                    return found;
                });
    }

    /** The oldest first. */
    List<Measurement> list(String shard, Instant from, Instant to, int limit) {
        return sql.here(
                handle ->
                        handle.createQuery(LIST)
                                .bind("shard", shard)
                                .bind("from", from)
                                .bind("to", to)
                                .bind("limit", limit)
                                .map(
                                        (row, _) ->
                                                Json.read(
                                                        row.getString("measurement"), MEASUREMENT))
                                .list());
    }

    int deleteOlderThan(Duration history) {
        return sql.here(
                handle ->
                        handle.createUpdate(
                                        "DELETE FROM shard_measurement WHERE minute <"
                                                + " clock_timestamp() - make_interval(secs => :kept)")
                                .bind("kept", (double) history.toSeconds())
                                .execute());
    }

    private static Health health(ResultSet row) throws SQLException {
        String measurement = row.getString("measurement");
        Measurement last = measurement == null ? null : Json.read(measurement, MEASUREMENT);
        return new Health(
                HealthState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getTimestamp("since").toInstant(),
                row.getTimestamp("checked_at").toInstant(),
                last == null ? null : Promise.of(last),
                last);
    }
}
