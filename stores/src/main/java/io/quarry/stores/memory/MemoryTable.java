package io.quarry.stores.memory;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.TimeSlice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The structure of one namespace at one epoch: of key-value, its records by id. */
final class MemoryTable {
    private final ConcurrentNavigableMap<Bytes, MemoryRecord> records =
            new ConcurrentSkipListMap<>();
    private final Duration deletionsRemembered;
    private final Class<? extends Layout> layout;
    private final List<TimeSlice> slices = new CopyOnWriteArrayList<>();

    MemoryTable(Layout layout) {
        this.deletionsRemembered =
                switch (layout) {
                    case Layout.KeyValue(Duration remembered) -> remembered;
                    case Layout.Conditional(Duration remembered) -> remembered;
                    case Layout.Counter _, Layout.TimeSeries _ -> Duration.ZERO;
                };
        this.layout = layout.getClass();
    }

    /** Whether it was made for a store that works on this layout. */
    boolean isFor(Class<? extends Layout> wanted) {
        return layout == wanted;
    }

    /** Makes the slices that the layout wants and that are not there. */
    void fill(Layout.TimeSeries wanted) {
        slices.addAll(TimeSlice.missing(slices, wanted));
    }

    /** The oldest first. */
    List<TimeSlice> slices() {
        return slices.stream().sorted(TimeSlice.ORDER).toList();
    }

    /** Drops it if it is there; false if nothing is left. */
    boolean without(TimeSlice slice) {
        return !slices.remove(slice) || !slices.isEmpty();
    }

    /** The record with that id, made where it is missing. */
    MemoryRecord record(Bytes id) {
        return records.computeIfAbsent(id, _ -> new MemoryRecord(deletionsRemembered));
    }

    ConcurrentNavigableMap<Bytes, MemoryRecord> records() {
        return records;
    }
}
