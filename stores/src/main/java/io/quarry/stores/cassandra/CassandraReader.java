package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.quarry.stores.cassandra.CassandraStatements.Shape;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.PageFill;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of one record. Cassandra counts pages in rows only, and a thousand rows may be a hundred
 * kilobytes or a gigabyte. So a page that may be large is read twice: first without values, which
 * tells their sizes, then with the values that fit. What is known to be small is read at once.
 * Either way a page costs two statements at most, unless most of what they find has expired.
 */
final class CassandraReader {
    private final CassandraSession session;
    private final CassandraStatements statements;
    private final RecordId record;
    private final Slice slice;
    private final ItemSizes sizes;
    private final Deadline deadline;
    private final Instant now;
    private final PageFill<Item> fill;

    CassandraReader(
            CassandraSession session,
            CassandraStatements statements,
            RecordId record,
            Slice slice,
            ItemSizes sizes,
            Deadline deadline,
            InstantSource clock) {
        this.session = session;
        this.statements = statements;
        this.record = record;
        this.slice = slice;
        this.sizes = sizes;
        this.deadline = deadline;
        this.now = clock.instant();
        this.fill = new PageFill<>(slice);
    }

    Page<Item> item(Bytes key) {
        if (!slice.isBeyondAfter(key)) {
            return fill.end();
        }
        boolean values = slice.include() == Include.VALUES;
        BoundStatement statement =
                statements
                        .bind(record.namespace(), values ? Shape.ITEM : Shape.ITEM_HEAD, deadline)
                        .setBytesUnsafe(0, record.id().buffer())
                        .setBytesUnsafe(1, key.buffer())
                        .build();
        for (StoredRow row : query(statement, values)) {
            offer(row);
        }
        return fill.end();
    }

    Page<Item> page() {
        RowCursor cursor = RowCursor.of(statements, record, slice);
        while (!cursor.empty()) {
            long before = deadline.remainingNanos();
            Step step;
            try {
                step =
                        slice.include() == Include.VALUES
                                ? stepWithValues(cursor)
                                : stepDirect(cursor, headRows());
            } catch (StoreException.TimedOut late) {
                if (fill.position() == null) {
                    throw late;
                }
                return fill.upToHere();
            }
            Bytes reached = step.reached();
            if (step.full()) {
                return fill.upToHere();
            }
            if (step.exhausted() || reached == null) {
                return fill.end();
            }
            fill.pass(reached);
            cursor = cursor.beyond(reached);
            long left = deadline.remainingNanos();
            if (left < before - left
                    && !cursor.empty()) { // the next step would hardly be quicker than this one
                return fill.upToHere();
            }
        }
        return fill.end();
    }

    /**
     * @param full whether something live did not fit
     * @param exhausted whether nothing can follow
     * @param reached up to where everything is in the page or may not be returned
     */
    private record Step(boolean full, boolean exhausted, @Nullable Bytes reached) {}

    private int headRows() {
        return ItemSizes.rowsWithoutValues(fill.limitLeft());
    }

    private Step stepWithValues(RowCursor cursor) {
        int asked = sizes.rows(fill.limitLeft(), fill.bytesLeft());
        return sizes.affordable(asked) ? stepDirect(cursor, asked) : stepPlanned(cursor, asked);
    }

    private Step stepDirect(RowCursor cursor, int asked) {
        boolean values = slice.include() == Include.VALUES;
        List<StoredRow> rows = query(cursor.statement(asked, values, deadline), values);
        return new Step(
                !offerAll(rows), cursor.exhausted(asked, rows.size()), cursor.reached(asked, rows));
    }

    /** Looks at the sizes, then fetches what fits. */
    private Step stepPlanned(RowCursor cursor, int asked) {
        List<StoredRow> heads = query(cursor.statement(asked, false, deadline), false);
        List<Integer> sized = heads.stream().map(row -> row.sizeWithValue(now)).toList();
        sized.stream().filter(size -> size > 0).forEach(sizes::seen);
        int fitting = fittingRows(sized);
        if (sized.stream().limit(fitting).allMatch(size -> size == 0)) {
            return new Step(
                    fitting < heads.size(),
                    cursor.exhausted(asked, heads.size()),
                    cursor.reached(asked, heads));
        }
        Bytes last = heads.get(fitting - 1).key();
        List<StoredRow> rows = query(cursor.statementUpTo(last, fitting, deadline), true);
        boolean allFit = offerAll(rows);
        // Rows that were written in between may have pushed the last ones out of the statement's
        // limit.
        boolean sawLast = rows.size() < fitting || rows.getLast().key().equals(last);
        Bytes reached = sawLast ? last : rows.getLast().key();
        boolean full =
                !allFit || (sawLast && fitting < heads.size() && fill.limitLeft() < slice.limit());
        if (fitting == heads.size() && sawLast) {
            Bytes end = cursor.reached(asked, heads);
            return new Step(full, cursor.exhausted(asked, heads.size()), end);
        }
        return new Step(full, false, reached);
    }

    /** How many rows the page takes, those that have expired among them. */
    private int fittingRows(List<Integer> sized) {
        int live = fill.fitting(sized.stream().filter(size -> size > 0).toList());
        int rows = 0;
        for (int size : sized) {
            if (size > 0 && live-- == 0) {
                break;
            }
            rows++;
        }
        return rows;
    }

    private List<StoredRow> query(BoundStatement statement, boolean values) {
        List<StoredRow> rows =
                StoredRow.all(session.execute(statement, record.namespace(), deadline), values);
        if (slice.reverse()
                && rows.size() > 1
                && rows.getFirst().key().compareTo(rows.getLast().key()) < 0) {
            return rows.reversed(); // single keys always come in ascending order
        }
        return rows;
    }

    private boolean offerAll(List<StoredRow> rows) {
        for (StoredRow row : rows) {
            if (!offer(row)) {
                return false;
            }
        }
        return true;
    }

    private boolean offer(StoredRow row) {
        Item item = row.live(slice.include(), now);
        if (item == null) {
            return true;
        }
        int size = item.bytes();
        if (slice.include() == Include.VALUES) {
            sizes.seen(size);
        }
        return fill.offer(item, item.key(), size);
    }
}
