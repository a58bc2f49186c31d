package io.quarry.metadata.shard;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how a shard keeps what is placed there.
 *
 * @param replication how many copies it keeps, or can keep; null where that is not known
 * @param impaired why it does less than it should; null if it does not
 */
public record Promised(@Nullable Long replication, @Nullable String impaired) {
    public static final Promised NOTHING = new Promised(null, null);

    static Promised of(ResultSet row) throws SQLException {
        long replication = row.getLong("replication");
        return new Promised(row.wasNull() ? null : replication, row.getString("impaired"));
    }
}
