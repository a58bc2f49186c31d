package io.quarry.stores.memory;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Layout;
import java.time.Duration;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The structure of one namespace at one epoch: its records, by id. */
final class MemoryTable {
    private final ConcurrentNavigableMap<Bytes, MemoryRecord> records =
            new ConcurrentSkipListMap<>();
    private final Duration deletionsRemembered;

    MemoryTable(Layout layout) {
        this.deletionsRemembered =
                switch (layout) {
                    case Layout.KeyValue(Duration remembered) -> remembered;
                };
    }

    /** The record with that id, made where it is missing. */
    MemoryRecord record(Bytes id) {
        return records.computeIfAbsent(id, _ -> new MemoryRecord(deletionsRemembered));
    }

    ConcurrentNavigableMap<Bytes, MemoryRecord> records() {
        return records;
    }
}
