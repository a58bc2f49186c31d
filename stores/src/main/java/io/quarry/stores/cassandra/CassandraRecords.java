package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.Row;
import io.quarry.stores.cassandra.CassandraStatements.Shape;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.PageFill;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One page of the records of a segment, in the order of Cassandra's tokens. */
final class CassandraRecords {
    private final CassandraSession session;
    private final CassandraStatements statements;
    private final NamespaceRef namespace;
    private final Segment segment;
    private final Slice slice;
    private final Deadline deadline;
    private final Instant now;
    private final Predicate<RecordId> hasItems;
    private final PageFill<RecordId> fill;

    /**
     * @param hasItems asks whether a record has an item that may be returned
     */
    CassandraRecords(
            CassandraSession session,
            CassandraStatements statements,
            NamespaceRef namespace,
            Segment segment,
            Slice slice,
            Deadline deadline,
            InstantSource clock,
            Predicate<RecordId> hasItems) {
        this.session = session;
        this.statements = statements;
        this.namespace = namespace;
        this.segment = segment;
        this.slice = slice;
        this.deadline = deadline;
        this.now = clock.instant();
        this.hasItems = hasItems;
        this.fill = new PageFill<>(slice);
    }

    private record Found(Bytes id, long token, @Nullable ByteBuffer head) {}

    Page<RecordId> page() {
        Bytes after = slice.after();
        while (true) {
            // One to see whether there is more, one because the statement begins at the record
            // before.
            int asked = ItemSizes.rowsWithoutValues(fill.limitLeft()) + 1;
            try {
                List<Found> found = query(after, asked);
                for (Found record : beyond(found, after)) {
                    RecordId id = new RecordId(namespace, record.id());
                    if (live(record, id) && !fill.offer(id, record.id(), record.id().length())) {
                        return fill.upToHere();
                    }
                    fill.pass(record.id());
                }
                if (found.size() < asked) {
                    return fill.end();
                }
                after = found.getLast().id();
            } catch (StoreException.TimedOut late) {
                if (fill.position() == null) {
                    throw late;
                }
                return fill.upToHere();
            }
        }
    }

    /**
     * The first item tells for nearly all records; only where that one has expired is the record
     * asked.
     */
    private boolean live(Found record, RecordId id) {
        ByteBuffer head = record.head();
        return (head != null
                        && !CassandraItems.decode(Bytes.EMPTY, head, null, Include.KEYS)
                                .expired(now))
                || hasItems.test(id);
    }

    private List<Found> query(@Nullable Bytes after, int asked) {
        Shape shape = after == null ? Shape.RECORDS : Shape.RECORDS_FROM;
        BoundStatementBuilder bound = statements.bind(namespace, shape, deadline);
        if (after == null) {
            var _ = bound.setLong(0, lowest(segment.index()));
        } else {
            bound.setBytesUnsafe(0, after.buffer());
        }
        BoundStatement statement =
                bound.setLong(1, highest()).setInt(2, asked).setPageSize(asked + 1).build();
        List<Found> found = new ArrayList<>(asked);
        for (Row row : session.execute(statement, namespace, deadline).currentPage()) {
            ByteBuffer id = row.getBytesUnsafe(0);
            if (id != null) {
                found.add(new Found(Bytes.copyOf(id), row.getLong(1), row.getBytesUnsafe(2)));
            }
        }
        return found;
    }

    /**
     * Without the record that the page before ended with, and without those of the same token that
     * came before it.
     */
    private static List<Found> beyond(List<Found> found, @Nullable Bytes after) {
        for (int i = 0; i < found.size() && found.get(i).token() == found.getFirst().token(); i++) {
            if (found.get(i).id().equals(after)) {
                return found.subList(i + 1, found.size());
            }
        }
        return found;
    }

    private long lowest(int index) {
        return Long.MIN_VALUE + index * Long.divideUnsigned(-1L, segment.of());
    }

    private long highest() {
        return segment.index() == segment.of() - 1
                ? Long.MAX_VALUE
                : lowest(segment.index() + 1) - 1;
    }
}
