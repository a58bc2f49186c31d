package io.quarry.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Counts again, past every service, what the ledgers of shards and of tenants should say. The
 * worker's own recount mends what it finds and writes that down, so what it has mended is told as
 * well. Which columns a ledger has is asked, so that one which is added is counted too.
 */
public final class Ledgers {
    /** Of the stack; others may have been taken away with what was there. */
    private static final List<String> SHARDS =
            List.of("cassandra-1", "elasticsearch-1", "memcached-1", "postgresql-1", "s3-1");

    private static final String RESERVED = "reserved_";

    private Ledgers() {}

    /**
     * What the stack's shards and that tenant say and the rows do not, and what was mended of them;
     * empty where all is as it should be.
     */
    public static List<String> differences(String tenant) {
        try (Connection database =
                DriverManager.getConnection(
                        variable("QUARRY_DB_URL"),
                        variable("QUARRY_DB_SYSTEM_USER"),
                        variable("QUARRY_DB_SYSTEM_PASSWORD"))) {
            List<String> all = new ArrayList<>();
            all.addAll(shards(database));
            all.addAll(quota(database, tenant));
            all.addAll(mended(database, tenant));
            return all;
        } catch (SQLException e) {
            throw new IllegalStateException("the ledgers cannot be counted", e);
        }
    }

    private static List<String> shards(Connection database) throws SQLException {
        String counted =
                columns(database, "shard").stream()
                        .map("coalesce(sum(p.%s), 0)"::formatted)
                        .collect(Collectors.joining(", "));
        return asked(
                database,
                """
                SELECT l.id, ROW(%1$s)::text, counted.tally FROM quarry.shard l CROSS JOIN LATERAL (
                    SELECT ROW(%2$s)::text AS tally FROM quarry.placement p WHERE p.shard = l.id
                ) counted WHERE l.id = ANY (?) AND ROW(%1$s)::text <> counted.tally
                """
                        .formatted(said(database, "shard"), counted),
                SHARDS);
    }

    private static List<String> quota(Connection database, String tenant) throws SQLException {
        String counted =
                columns(database, "quota").stream()
                        .map(
                                column ->
                                        column.equals("namespaces")
                                                ? "count(DISTINCT n.uid)"
                                                : "coalesce(sum(p.%s), 0)".formatted(column))
                        .collect(Collectors.joining(", "));
        return asked(
                database,
                """
                SELECT l.tenant, ROW(%1$s)::text, counted.tally FROM quarry.quota l CROSS JOIN LATERAL (
                    SELECT ROW(%2$s)::text AS tally FROM quarry.namespace n
                    LEFT JOIN quarry.placement p ON p.namespace_uid = n.uid
                    WHERE n.tenant = l.tenant AND n.state <> 'PURGED'
                ) counted WHERE l.tenant = ANY (?) AND ROW(%1$s)::text <> counted.tally
                """
                        .formatted(said(database, "quota"), counted),
                List.of(tenant));
    }

    private static List<String> mended(Connection database, String tenant) throws SQLException {
        List<String> whose = new ArrayList<>(SHARDS);
        whose.add(tenant);
        return asked(
                database,
                """
                SELECT target, before::text, after::text FROM quarry.audit
                WHERE action IN ('shard.recounted', 'quota.recounted') AND target = ANY (?)
                """,
                whose);
    }

    private static String said(Connection database, String ledger) throws SQLException {
        return columns(database, ledger).stream()
                .map(column -> "l." + RESERVED + column)
                .collect(Collectors.joining(", "));
    }

    /** What a ledger counts, in the order of its columns. */
    private static List<String> columns(Connection database, String ledger) throws SQLException {
        String ask =
                """
                SELECT substr(attname, length(?) + 1) FROM pg_attribute
                WHERE attrelid = ('quarry.' || ?)::regclass AND starts_with(attname, ?) AND NOT attisdropped
                ORDER BY attnum
                """;
        try (PreparedStatement statement = database.prepareStatement(ask)) {
            statement.setString(1, RESERVED);
            statement.setString(2, ledger);
            statement.setString(3, RESERVED);
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
            if (columns.isEmpty()) {
                throw new IllegalStateException(ledger + " has no ledger");
            }
            return columns;
        }
    }

    private static List<String> asked(Connection database, String query, List<String> whose)
            throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(query)) {
            statement.setArray(1, database.createArrayOf("text", whose.toArray()));
            List<String> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            "%s said %s, counted %s"
                                    .formatted(
                                            rows.getString(1),
                                            rows.getString(2),
                                            rows.getString(3)));
                }
            }
            return found;
        }
    }

    private static String variable(String name) {
        return Objects.requireNonNull(System.getenv(name), name);
    }
}
