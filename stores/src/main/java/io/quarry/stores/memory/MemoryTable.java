package io.quarry.stores.memory;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Layout;
import java.time.Duration;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The structure of one namespace at one epoch: of key-value, its records by id. */
final class MemoryTable {
    private final ConcurrentNavigableMap<Bytes, MemoryRecord> records =
            new ConcurrentSkipListMap<>();
    private final Duration deletionsRemembered;
    private final boolean holdsRecords;

    MemoryTable(Layout layout) {
        this.deletionsRemembered =
                switch (layout) {
                    case Layout.KeyValue(Duration remembered) -> remembered;
                    case Layout.Counter _, Layout.TimeSeries _ -> Duration.ZERO;
                };
        this.holdsRecords = layout instanceof Layout.KeyValue;
    }

    /** Whether it is a key-value store's; no store here reads the others yet. */
    boolean holdsRecords() {
        return holdsRecords;
    }

    /** The record with that id, made where it is missing. */
    MemoryRecord record(Bytes id) {
        return records.computeIfAbsent(id, _ -> new MemoryRecord(deletionsRemembered));
    }

    ConcurrentNavigableMap<Bytes, MemoryRecord> records() {
        return records;
    }
}
