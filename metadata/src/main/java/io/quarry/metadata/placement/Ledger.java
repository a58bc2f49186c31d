package io.quarry.metadata.placement;

import io.quarry.metadata.row.Sql;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Dimension;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * What is reserved on each shard. One conditional statement moves the whole vector, and a check in
 * the database has the last word. Within a transaction that also says what the room is for.
 *
 * <p>An attempt to take room that fails leaves no lock behind, so nobody waits for one shard while
 * they hold another, and there is no deadlock. What is given back is given back in the order of the
 * shards' ids.
 */
@ApplicationScoped
class Ledger {
    private static final String MOVE =
            "UPDATE shard SET " + each(", ", "reserved_%1$s = reserved_%1$s + :%1$s");
    private static final String ROOM = each(" AND ", ":%1$s <= capacity_%1$s - reserved_%1$s");

    /** A shard that was cordoned since it was chosen takes nothing new. */
    private static final String OPEN = " AND state = 'ACTIVE'";

    private final Sql sql;

    Ledger(Sql sql) {
        this.sql = sql;
    }

    /** Takes it if there is room and nobody else is at this shard just now. */
    boolean takeAtOnce(String shard, Capacity demand) {
        return attempt(
                MOVE
                        + " WHERE id = (SELECT id FROM shard WHERE id = :shard AND "
                        + ROOM
                        + OPEN
                        + " FOR NO KEY UPDATE SKIP LOCKED)",
                shard,
                demand);
    }

    /** Takes it if there is room, once whoever is at this shard has committed or not. */
    boolean take(String shard, Capacity demand) {
        return attempt(MOVE + " WHERE id = :shard AND " + ROOM + OPEN, shard, demand);
    }

    /** As {@link #take}, for what is on the shard already, whatever state that is in. */
    boolean takeMore(String shard, Capacity growth) {
        return attempt(MOVE + " WHERE id = :shard AND " + ROOM, shard, growth);
    }

    void giveBack(String shard, Capacity reserved) {
        int _ =
                sql.here(
                        handle ->
                                bound(
                                                handle,
                                                MOVE + " WHERE id = :shard",
                                                shard,
                                                Capacity.NONE.minus(reserved))
                                        .execute());
    }

    private boolean attempt(String statement, String shard, Capacity demand) {
        return sql.here(
                handle -> {
                    int _ = handle.execute("SAVEPOINT shard_room");
                    boolean taken = bound(handle, statement, shard, demand).execute() > 0;
                    int _ =
                            handle.execute(
                                    taken
                                            ? "RELEASE SAVEPOINT shard_room"
                                            : "ROLLBACK TO SAVEPOINT shard_room");
                    return taken;
                });
    }

    private static Update bound(Handle handle, String statement, String shard, Capacity move) {
        Update update = handle.createUpdate(statement).bind("shard", shard);
        for (Dimension dimension : Dimension.values()) {
            update = update.bind(dimension.wire(), move.of(dimension));
        }
        return update;
    }

    private static String each(String between, String term) {
        Function<Dimension, String> written = dimension -> term.formatted(dimension.wire());
        return Arrays.stream(Dimension.values()).map(written).collect(Collectors.joining(between));
    }
}
