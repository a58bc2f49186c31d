package io.quarry.stores.memory;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Item;
import io.quarry.stores.spi.KeyRange;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Page;
import io.quarry.stores.spi.PageFill;
import io.quarry.stores.spi.RecordId;
import io.quarry.stores.spi.RecordReader;
import io.quarry.stores.spi.Segment;
import io.quarry.stores.spi.Slice;
import io.quarry.stores.spi.StoreException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/** The reference of {@link RecordReader}. Records are listed by id. */
final class MemoryRecords implements RecordReader {
    private final Function<NamespaceRef, MemoryTable> tables;
    private final InstantSource clock;

    MemoryRecords(Function<NamespaceRef, MemoryTable> tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    @Override
    public Page<Item> read(RecordId record, Slice slice, Deadline deadline) {
        inTime(deadline);
        MemoryRecord found = tables.apply(record.namespace()).records().get(record.id());
        PageFill<Item> fill = new PageFill<>(slice);
        if (found != null) {
            for (Item item : found.live(slice.range(), slice.reverse(), clock.instant())) {
                if (slice.isBeyondAfter(item.key())) {
                    Item answer = item.only(slice.include());
                    if (deadline.expired() || !fill.offer(answer, answer.key(), answer.bytes())) {
                        return fill.upToHere();
                    }
                }
            }
        }
        return fill.end();
    }

    @Override
    public Page<RecordId> records(
            NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline) {
        inTime(deadline);
        Instant now = clock.instant();
        PageFill<RecordId> fill = new PageFill<>(slice);
        for (Map.Entry<Bytes, MemoryRecord> entry : tables.apply(namespace).records().entrySet()) {
            Bytes id = entry.getKey();
            if (Math.floorMod(id.hashCode(), segment.of()) == segment.index()
                    && slice.isBeyondAfter(id)
                    && !entry.getValue().live(KeyRange.all(), false, now).isEmpty()) {
                if (deadline.expired()
                        || !fill.offer(new RecordId(namespace, id), id, id.length())) {
                    return fill.upToHere();
                }
            }
        }
        return fill.end();
    }

    static void inTime(Deadline deadline) {
        if (deadline.expired()) {
            throw new StoreException.TimedOut("the deadline passed before the call", null);
        }
    }
}
