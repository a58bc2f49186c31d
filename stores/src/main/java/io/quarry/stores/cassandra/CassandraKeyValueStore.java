package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.quarry.stores.cassandra.CassandraStatements.Shape;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.KeyValueStore;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.Version;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Key-value on Cassandra: one table a structure, one partition a record, one row an item; see
 * README.md for the layout.
 */
final class CassandraKeyValueStore implements KeyValueStore {
    private final CassandraSession session;
    private final CassandraStatements statements;
    private final InstantSource clock;
    private final CassandraTableReader reader;

    CassandraKeyValueStore(CassandraSession session, String keyspace, InstantSource clock) {
        this.session = session;
        this.statements = CassandraStatements.plain(session, keyspace);
        this.clock = clock;
        this.reader = new CassandraTableReader(session, statements, clock);
    }

    @Override
    public void put(RecordId record, List<Item> items, Deadline deadline) {
        if (items.isEmpty()) {
            return;
        }
        reader.call(
                record.namespace(),
                () -> {
                    List<BoundStatement> puts = new ArrayList<>(items.size());
                    for (Item item : items) {
                        puts.add(put(record, item, deadline));
                    }
                    // Of one partition, so Cassandra makes one mutation of it: atomic, isolated,
                    // and without its batch log.
                    Statement<?> statement =
                            puts.size() == 1
                                    ? puts.getFirst()
                                    : BatchStatement.builder(DefaultBatchType.UNLOGGED)
                                            .addStatements(puts.toArray(BoundStatement[]::new))
                                            .setTimeout(deadline.remaining())
                                            .build();
                    return session.execute(statement, record.namespace(), deadline);
                });
    }

    private BoundStatement put(RecordId record, Item item, Deadline deadline) {
        reader.sizes(record.namespace()).seen(item.bytes());
        CassandraItems.Cells cells = CassandraItems.encode(item);
        return statements
                .bind(record.namespace(), Shape.PUT, deadline)
                .setBytesUnsafe(0, record.id().buffer())
                .setBytesUnsafe(1, item.key().buffer())
                .setBytesUnsafe(2, cells.head())
                .setBytesUnsafe(3, cells.value())
                .setLong(4, item.version().generation())
                .setInt(5, CassandraExpiry.ttl(item.expiresAt(), clock.instant()))
                .build();
    }

    @Override
    public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
        return reader.read(record, slice, deadline);
    }

    @Override
    public void delete(RecordId record, KeyRange range, Version version, Deadline deadline) {
        if (range.isEmpty()) {
            return;
        }
        reader.call(
                record.namespace(),
                () ->
                        session.execute(
                                deletion(record, range, version, deadline),
                                record.namespace(),
                                deadline));
    }

    private BoundStatement deletion(
            RecordId record, KeyRange range, Version version, Deadline deadline) {
        Bytes end = range.to();
        Shape shape =
                switch (range) {
                    case KeyRange.All _ -> Shape.DELETE_RECORD;
                    case KeyRange.Single _ -> Shape.DELETE_ITEM;
                    case KeyRange.Keys _ -> Shape.DELETE_KEYS;
                    case KeyRange.Prefix _, KeyRange.Between _ ->
                            end == null ? Shape.DELETE_FROM : Shape.DELETE_RANGE;
                };
        BoundStatementBuilder bound =
                statements
                        .bind(record.namespace(), shape, deadline)
                        .setLong(0, version.generation())
                        .setBytesUnsafe(1, record.id().buffer());
        switch (range) {
            case KeyRange.All _ -> {}
            case KeyRange.Single(Bytes key) -> bound.setBytesUnsafe(2, key.buffer());
            case KeyRange.Keys(List<Bytes> keys) -> {
                var _ =
                        bound.setList(
                                2, keys.stream().map(Bytes::buffer).toList(), ByteBuffer.class);
            }
            case KeyRange.Prefix _, KeyRange.Between _ -> {
                bound.setBytesUnsafe(2, range.from().buffer());
                if (end != null) {
                    bound.setBytesUnsafe(3, end.buffer());
                }
            }
        }
        return bound.build();
    }

    @Override
    public Page<RecordId> records(
            NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline) {
        return reader.records(namespace, segment, slice, deadline);
    }
}
