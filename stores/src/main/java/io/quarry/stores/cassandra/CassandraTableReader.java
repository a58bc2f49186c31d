package io.quarry.stores.cassandra;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Include;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.RecordReader;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Reads the records of one kind of table, and keeps what it learnt of each. */
final class CassandraTableReader implements RecordReader {
    private final CassandraSession session;
    private final CassandraStatements statements;
    private final InstantSource clock;
    private final ConcurrentMap<NamespaceRef, ItemSizes> sizes = new ConcurrentHashMap<>();

    CassandraTableReader(
            CassandraSession session, CassandraStatements statements, InstantSource clock) {
        this.session = session;
        this.statements = statements;
        this.clock = clock;
    }

    @Override
    public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
        return call(
                record.namespace(),
                () -> {
                    CassandraReader reader =
                            new CassandraReader(
                                    session,
                                    statements,
                                    record,
                                    slice,
                                    sizes(record.namespace()),
                                    deadline,
                                    clock);
                    return slice.range() instanceof KeyRange.Single(Bytes key)
                            ? reader.item(key)
                            : reader.page();
                });
    }

    @Override
    public Page<RecordId> records(
            NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline) {
        return call(
                namespace,
                () ->
                        new CassandraRecords(
                                        session,
                                        statements,
                                        namespace,
                                        segment,
                                        slice,
                                        deadline,
                                        clock,
                                        id -> hasItems(id, deadline))
                                .page());
    }

    private boolean hasItems(RecordId record, Deadline deadline) {
        Slice first = Slice.first(KeyRange.all(), 1, Integer.MAX_VALUE, Include.KEYS);
        return !read(record, first, deadline).items().isEmpty();
    }

    ItemSizes sizes(NamespaceRef namespace) {
        return sizes.computeIfAbsent(namespace, _ -> new ItemSizes());
    }

    /**
     * Forgets what it knew of a structure that is gone, so that retired namespaces cost nothing.
     */
    <T> T call(NamespaceRef namespace, Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException.Missing gone) {
            statements.forget(namespace);
            sizes.remove(namespace);
            throw gone;
        }
    }
}
