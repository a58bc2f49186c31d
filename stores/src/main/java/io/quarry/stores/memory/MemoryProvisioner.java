package io.quarry.stores.memory;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.TimeSlice;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentMap;

/** The reference of {@link Provisioner}. */
final class MemoryProvisioner implements Provisioner {
    private static final Comparator<NamespaceRef> ORDER =
            Comparator.comparing(NamespaceRef::uid).thenComparing(NamespaceRef::epoch);

    private final ConcurrentMap<NamespaceRef, MemoryTable> tables;

    MemoryProvisioner(ConcurrentMap<NamespaceRef, MemoryTable> tables) {
        this.tables = tables;
    }

    @Override
    public void ensure(NamespaceRef namespace, Layout layout, Deadline deadline) {
        tables.compute(
                namespace,
                (_, known) -> {
                    MemoryTable table = known == null ? new MemoryTable(layout) : known;
                    if (layout instanceof Layout.TimeSeries series) {
                        table.fill(series);
                    }
                    return table;
                });
    }

    @Override
    public boolean exists(NamespaceRef namespace, Deadline deadline) {
        return tables.containsKey(namespace);
    }

    @Override
    public void drop(NamespaceRef namespace, Deadline deadline) {
        tables.remove(namespace);
    }

    @Override
    public List<TimeSlice> slices(NamespaceRef namespace, Deadline deadline) {
        MemoryTable table = tables.get(namespace);
        return table == null ? List.of() : table.slices();
    }

    /** What is left without any slice is gone, as where slices are all that there is. */
    @Override
    public void dropSlice(NamespaceRef namespace, TimeSlice slice, Deadline deadline) {
        tables.computeIfPresent(namespace, (_, table) -> table.without(slice) ? table : null);
    }

    @Override
    public List<NamespaceRef> list(String uid, Deadline deadline) {
        return list(deadline).stream().filter(namespace -> namespace.uid().equals(uid)).toList();
    }

    @Override
    public List<NamespaceRef> list(Deadline deadline) {
        return tables.keySet().stream().sorted(ORDER).toList();
    }
}
