package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it came, not yet judged.
 *
 * @param head null in a row that an expired cell has left behind
 * @param value null where it was not asked for
 */
record StoredRow(Bytes key, @Nullable ByteBuffer head, @Nullable ByteBuffer value) {
    static StoredRow of(Row row, boolean values) {
        ByteBuffer key = row.getBytesUnsafe(0);
        return new StoredRow(
                key == null ? Bytes.EMPTY : Bytes.copyOf(key),
                row.getBytesUnsafe(1),
                values ? row.getBytesUnsafe(2) : null);
    }

    /** All rows of an answer, which is always a single page of the driver's. */
    static List<StoredRow> all(AsyncResultSet answer, boolean values) {
        List<StoredRow> rows = new ArrayList<>(answer.remaining());
        for (Row row : answer.currentPage()) {
            rows.add(of(row, values));
        }
        return rows;
    }

    /** The item with what was asked for, or null where nothing may be returned at {@code now}. */
    @Nullable Item live(Include include, Instant now) {
        if (head == null) {
            return null;
        }
        Item item = CassandraItems.decode(key, head, value, include);
        return item.expired(now) ? null : item;
    }

    /**
     * What the item would count with its value, although that was not fetched; 0 where nothing may
     * be returned.
     */
    int sizeWithValue(Instant now) {
        Item item = live(Include.METADATA, now);
        return item == null || head == null ? 0 : item.bytes() + CassandraItems.valueBytes(head);
    }
}
