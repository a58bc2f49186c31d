package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import io.quarry.stores.cassandra.CassandraStatements.Shape;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Slice;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a read of one record stands, and the statement that goes on from there. */
sealed interface RowCursor {
    /** The statement for the next rows, at most so many, with or without values. */
    BoundStatement statement(int rows, boolean values, Deadline deadline);

    /**
     * The statement for the rows from where it stands up to {@code last}, inclusive, with values.
     */
    BoundStatement statementUpTo(Bytes last, int rows, Deadline deadline);

    /** Goes beyond this key. */
    RowCursor beyond(Bytes key);

    /** Whether nothing can follow, before anything was asked. */
    boolean empty();

    /** Whether nothing can follow, after {@code asked} rows were asked for and {@code got} came. */
    boolean exhausted(int asked, int got);

    /**
     * Up to where it has been looked when {@code asked} rows were asked for and these came; null
     * where nothing came.
     */
    @Nullable Bytes reached(int asked, List<StoredRow> rows);

    static RowCursor of(CassandraStatements statements, RecordId record, Slice slice) {
        RowCursor start =
                slice.range() instanceof KeyRange.Keys(List<Bytes> keys)
                        ? new Among(
                                statements,
                                record,
                                slice.reverse() ? keys.reversed() : keys,
                                slice.reverse())
                        : new Along(
                                statements,
                                record,
                                slice.range().from(),
                                slice.range().to(),
                                slice.reverse());
        Bytes after = slice.after();
        return after == null ? start : start.beyond(after);
    }

    /** Along a range: [from, to), from either end. */
    record Along(
            CassandraStatements statements,
            RecordId record,
            Bytes from,
            @Nullable Bytes to,
            boolean reverse)
            implements RowCursor {
        @Override
        public BoundStatement statement(int rows, boolean values, Deadline deadline) {
            Shape shape;
            if (to == null) {
                shape =
                        reverse
                                ? (values ? Shape.DOWN : Shape.DOWN_HEAD)
                                : (values ? Shape.UP : Shape.UP_HEAD);
            } else {
                shape =
                        reverse
                                ? (values ? Shape.DOWN_FROM : Shape.DOWN_FROM_HEAD)
                                : (values ? Shape.UP_TO : Shape.UP_TO_HEAD);
            }
            BoundStatementBuilder bound =
                    statements
                            .bind(record.namespace(), shape, deadline)
                            .setBytesUnsafe(0, record.id().buffer())
                            .setBytesUnsafe(1, from.buffer());
            if (to != null) {
                bound.setBytesUnsafe(2, to.buffer());
            }
            return bound.setInt(to == null ? 2 : 3, rows).setPageSize(rows + 1).build();
        }

        @Override
        public BoundStatement statementUpTo(Bytes last, int rows, Deadline deadline) {
            Along narrowed =
                    reverse
                            ? new Along(statements, record, last, to, true)
                            : new Along(statements, record, from, last.next(), false);
            return narrowed.statement(rows, true, deadline);
        }

        @Override
        public RowCursor beyond(Bytes key) {
            if (reverse) {
                Bytes end = to == null || key.compareTo(to) < 0 ? key : to;
                return new Along(statements, record, from, end, true);
            }
            Bytes start = key.compareTo(from) < 0 ? from : key.next();
            return new Along(statements, record, start, to, false);
        }

        @Override
        public boolean empty() {
            return to != null && from.compareTo(to) >= 0;
        }

        @Override
        public boolean exhausted(int asked, int got) {
            return got < asked;
        }

        @Override
        public @Nullable Bytes reached(int asked, List<StoredRow> rows) {
            return rows.isEmpty() ? null : rows.getLast().key();
        }
    }

    /** Among single keys, which are in the order of the read. */
    record Among(CassandraStatements statements, RecordId record, List<Bytes> keys, boolean reverse)
            implements RowCursor {
        @Override
        public BoundStatement statement(int rows, boolean values, Deadline deadline) {
            List<ByteBuffer> wanted = keys.stream().limit(rows).map(Bytes::buffer).toList();
            return statements
                    .bind(record.namespace(), values ? Shape.KEYS : Shape.KEYS_HEAD, deadline)
                    .setBytesUnsafe(0, record.id().buffer())
                    .setList(1, wanted, ByteBuffer.class)
                    .setPageSize(wanted.size() + 1)
                    .build();
        }

        @Override
        public BoundStatement statementUpTo(Bytes last, int rows, Deadline deadline) {
            return statement(keys.indexOf(last) + 1, true, deadline);
        }

        @Override
        public RowCursor beyond(Bytes key) {
            List<Bytes> left =
                    keys.stream()
                            .filter(
                                    other ->
                                            reverse
                                                    ? other.compareTo(key) < 0
                                                    : other.compareTo(key) > 0)
                            .toList();
            return new Among(statements, record, left, reverse);
        }

        @Override
        public boolean empty() {
            return keys.isEmpty();
        }

        @Override
        public boolean exhausted(int asked, int got) {
            return keys.size() <= asked;
        }

        @Override
        public @Nullable Bytes reached(int asked, List<StoredRow> rows) {
            return keys.isEmpty() ? null : keys.get(Math.min(asked, keys.size()) - 1);
        }
    }
}
