package io.quarry.metadata.shard;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarry.metadata.row.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The whole fleet is read for each placement, so it is read as records: entities would be compared
 * with what they were at each flush of the transaction.
 */
final class ShardMapper implements RowMapper<Shard> {
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final TypeReference<Map<String, String>> PAIRS = new TypeReference<>() {};

    @Override
    public Shard map(ResultSet row, StatementContext context) throws SQLException {
        return shard(row);
    }

    static Shard shard(ResultSet row) throws SQLException {
        return new Shard(
                row.getString("id"),
                Engine.valueOf(row.getString("engine")),
                ShardState.valueOf(row.getString("state")),
                Json.read(row.getString("endpoints"), TEXTS),
                Json.read(row.getString("labels"), PAIRS),
                vector(row, "capacity_"),
                vector(row, "reserved_"),
                new Capacity(
                        0,
                        row.getLong("measured_" + Dimension.MEMORY_BYTES.wire()),
                        row.getLong("measured_" + Dimension.DISK_BYTES.wire()),
                        0,
                        0,
                        0),
                row.getString("credential_ref"),
                Json.read(row.getString("settings"), PAIRS));
    }

    private static Capacity vector(ResultSet row, String prefix) throws SQLException {
        return new Capacity(
                row.getLong(prefix + Dimension.MILLICORES.wire()),
                row.getLong(prefix + Dimension.MEMORY_BYTES.wire()),
                row.getLong(prefix + Dimension.DISK_BYTES.wire()),
                row.getLong(prefix + Dimension.READS_PER_SECOND.wire()),
                row.getLong(prefix + Dimension.WRITES_PER_SECOND.wire()),
                row.getLong(prefix + Dimension.OBJECTS.wire()));
    }
}
