package io.quarry.stores.memory;

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
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** The reference of {@link KeyValueStore}. */
final class MemoryKeyValueStore implements KeyValueStore {
    private final Function<NamespaceRef, MemoryTable> tables;
    private final InstantSource clock;
    private final MemoryRecords reader;

    MemoryKeyValueStore(Function<NamespaceRef, MemoryTable> tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
        this.reader = new MemoryRecords(tables, clock);
    }

    @Override
    public void put(RecordId record, List<Item> items, Deadline deadline) {
        MemoryRecords.inTime(deadline);
        tables.apply(record.namespace()).record(record.id()).put(items);
    }

    @Override
    public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
        return reader.read(record, slice, deadline);
    }

    @Override
    public void delete(RecordId record, KeyRange range, Version version, Deadline deadline) {
        MemoryRecords.inTime(deadline);
        tables.apply(record.namespace())
                .record(record.id())
                .delete(range, version, clock.instant());
    }

    @Override
    public Page<RecordId> records(
            NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline) {
        return reader.records(namespace, segment, slice, deadline);
    }
}
