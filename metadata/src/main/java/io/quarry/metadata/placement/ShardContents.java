package io.quarry.metadata.placement;

import io.quarry.metadata.answer.Listing;
import io.quarry.metadata.answer.PageRequest;
import io.quarry.metadata.namespace.NamespaceState;
import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.row.Sql;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What is placed on a shard, of whichever tenant; for those who run the platform. */
@ApplicationScoped
public class ShardContents {
    /** A list of a thousand namespaces says no more. */
    private static final int NAMED = 10;

    private static final String LIST =
            """
            SELECT p.*, n.name AS namespace, n.state AS namespace_state
            FROM placement p JOIN namespace n ON n.tenant = p.tenant AND n.uid = p.namespace_uid
            WHERE p.shard = :shard
            AND (p.namespace_uid COLLATE "C", p.epoch, p.role COLLATE "C") > (:uid, :epoch, :role)
            ORDER BY p.namespace_uid COLLATE "C", p.epoch, p.role COLLATE "C" LIMIT :limit
            """;

    private final Sql sql;

    ShardContents(Sql sql) {
        this.sql = sql;
    }

    /**
     * How much is still on a shard.
     *
     * @param some the names of the first few
     */
    public record Remaining(long count, List<String> some) {
        public Remaining {
            some = List.copyOf(some);
        }

        /** Such as {@code demo/profiles, demo/orders and 3 more}. */
        public String words() {
            long more = count - some.size();
            return String.join(", ", some) + (more <= 0 ? "" : " and " + more + " more");
        }
    }

    /** Namespace after namespace, in the order of their uids. */
    public Listing<OnShard> list(String shard, PageRequest page) {
        String listing = "placements " + shard;
        Key after = page.after(listing, Key::read);
        List<OnShard> found = read(shard, after == null ? Key.FIRST : after, page.limit() + 1);
        return page.page(listing, found, each -> Key.of(each).text(), each -> each);
    }

    /** What is there now; who wants it to stay so holds the shard. */
    public Remaining remaining(String shard) {
        long count =
                sql.acrossTenants(
                        handle ->
                                handle.createQuery(
                                                "SELECT count(*) FROM placement WHERE shard = :shard")
                                        .bind("shard", shard)
                                        .mapTo(Long.class)
                                        .one());
        return new Remaining(
                count,
                read(shard, Key.FIRST, NAMED).stream()
                        .map(each -> each.tenant() + "/" + each.namespace())
                        .distinct()
                        .toList());
    }

    /** Where a page goes on. */
    private record Key(String uid, int epoch, String role) {
        static final Key FIRST = new Key("", 0, "");

        static Key of(OnShard placement) {
            return new Key(placement.uid().value(), placement.epoch(), placement.role().name());
        }

        String text() {
            return uid + " " + epoch + " " + role;
        }

        static Key read(String text) {
            String[] parts = text.split(" ", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException(text);
            }
            return new Key(parts[0], Integer.parseInt(parts[1]), parts[2]);
        }
    }

    private List<OnShard> read(String shard, Key after, int limit) {
        return sql.acrossTenants(
                handle ->
                        handle.createQuery(LIST)
                                .bind("shard", shard)
                                .bind("uid", after.uid())
                                .bind("epoch", after.epoch())
                                .bind("role", after.role())
                                .bind("limit", limit)
                                .map((row, _) -> placement(row))
                                .list());
    }

    private static OnShard placement(ResultSet row) throws SQLException {
        return new OnShard(
                TenantId.of(row.getString("tenant")),
                row.getString("namespace"),
                Uid.of(row.getString("namespace_uid")),
                NamespaceState.valueOf(row.getString("namespace_state")),
                row.getInt("epoch"),
                PlacementRole.valueOf(row.getString("role")),
                new Capacity(
                        row.getLong("millicores"),
                        row.getLong("memory_bytes"),
                        row.getLong("disk_bytes"),
                        row.getLong("reads_per_second"),
                        row.getLong("writes_per_second"),
                        row.getLong("objects")));
    }
}
