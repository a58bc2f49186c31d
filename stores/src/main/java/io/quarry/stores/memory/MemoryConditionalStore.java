package io.quarry.stores.memory;

import io.quarry.stores.spi.Attempt;
import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Condition;
import io.quarry.stores.spi.ConditionalStore;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/**
 * The reference of {@link ConditionalStore}. A deletion is an item that has always been expired, so
 * its version stays to be compared with.
 */
final class MemoryConditionalStore implements ConditionalStore {
    private final Function<NamespaceRef, MemoryTable> tables;
    private final InstantSource clock;
    private final MemoryRecords reader;

    MemoryConditionalStore(Function<NamespaceRef, MemoryTable> tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
        this.reader = new MemoryRecords(tables, clock);
    }

    @Override
    public Attempt put(RecordId record, Item item, Condition condition, Deadline deadline) {
        MemoryRecords.inTime(deadline);
        return tables.apply(record.namespace())
                .record(record.id())
                .attempt(item, condition, clock.instant());
    }

    @Override
    public Attempt delete(
            RecordId record,
            Bytes key,
            Version version,
            Condition.Is condition,
            Deadline deadline) {
        Item deletion = new Item(key, Bytes.EMPTY.buffer(), "", Map.of(), version, Instant.EPOCH);
        return put(record, deletion, condition, deadline);
    }

    @Override
    public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
        return reader.read(record, slice, deadline);
    }

    @Override
    public Page<RecordId> records(
            NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline) {
        return reader.records(namespace, segment, slice, deadline);
    }
}
