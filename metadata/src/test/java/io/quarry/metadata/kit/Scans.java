package io.quarry.metadata.kit;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/**
 * How often PostgreSQL has read tables from end to end, and by an index, by its own counters: so it
 * is told of the very statements that the doors send, with what is bound to them, as the role that
 * they have and under its policies. Sessions hand in what they counted when they have been idle for
 * ten seconds, or when they are told to.
 */
public final class Scans {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** Said on a session, it hands in what it has counted as soon as its transaction has ended. */
    public static final String HAND_IN = "SELECT pg_stat_force_next_flush()::text";

    private Scans() {}

    /**
     * Of one table.
     *
     * @param whole times that it was read from end to end
     * @param byIndex times that it was read by an index
     * @param rows that were read, either way
     */
    public record Count(long whole, long byIndex, long rows) {
        long all() {
            return whole + byIndex;
        }
    }

    /** As after some time of use. */
    public static void analyze(String... tables) {
        Jdbi owner =
                Jdbi.create(
                        BackDoor.source(
                                BackDoor.url(),
                                BackDoor.env("OWNER_USER"),
                                BackDoor.env("OWNER_PASSWORD")));
        for (String table : tables) {
            owner.useHandle(handle -> handle.execute("ANALYZE " + table));
        }
    }

    /** Up to now, by table. */
    public static Map<String, Count> all() {
        return BackDoor.system(
                handle ->
                        handle
                                .createQuery(
                                        "SELECT relname, coalesce(seq_scan, 0) AS whole,"
                                                + " coalesce(idx_scan, 0) AS by_index,"
                                                + " coalesce(seq_tup_read, 0) +"
                                                + " coalesce(idx_tup_fetch, 0) AS rows FROM"
                                                + " pg_stat_user_tables WHERE schemaname ="
                                                + " current_schema()")
                                .map(
                                        (row, _) ->
                                                Map.entry(
                                                        row.getString("relname"),
                                                        new Count(
                                                                row.getLong("whole"),
                                                                row.getLong("by_index"),
                                                                row.getLong("rows"))))
                                .stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                Map.Entry::getValue,
                                                (one, _) -> one,
                                                TreeMap::new)));
    }

    /** Of a table that nobody has read yet, nothing. */
    public static Count of(Map<String, Count> all, String table) {
        return all.getOrDefault(table, new Count(0, 0, 0));
    }

    /**
     * As {@link #all}, once that table was read so many times more often than before.
     *
     * @throws AssertionError if that is not told for a minute
     */
    public static Map<String, Count> since(Map<String, Count> before, String table, long times)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<String, Count> now = all();
            if (of(now, table).all() - of(before, table).all() >= times) {
                return now;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "%s was to be read %d times, and was not: %s, before %s"
                                .formatted(table, times, of(now, table), of(before, table)));
            }
            Thread.sleep(PAUSE);
        }
    }
}
