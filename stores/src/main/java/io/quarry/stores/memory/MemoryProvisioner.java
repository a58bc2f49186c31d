package io.quarry.stores.memory;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
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
        tables.computeIfAbsent(namespace, _ -> new MemoryTable(layout));
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
    public List<NamespaceRef> list(String uid, Deadline deadline) {
        return list(deadline).stream().filter(namespace -> namespace.uid().equals(uid)).toList();
    }

    @Override
    public List<NamespaceRef> list(Deadline deadline) {
        return tables.keySet().stream().sorted(ORDER).toList();
    }
}
