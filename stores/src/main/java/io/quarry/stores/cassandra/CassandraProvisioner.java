package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.StoreException;
import io.quarry.stores.spi.TimeSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tables on one cluster. Changes run one at a time in this process. Another process may make the
 * same table at the same moment, and Cassandra's IF NOT EXISTS does not hold across nodes; so a
 * table's id follows from its name, and both make the same table ({@link CassandraTable}).
 */
final class CassandraProvisioner implements Provisioner {
    private static final Comparator<NamespaceRef> ORDER =
            Comparator.comparing(NamespaceRef::uid).thenComparing(NamespaceRef::epoch);

    private final CassandraSession session;
    private final String keyspace;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    CassandraProvisioner(CassandraSession session, String keyspace) {
        this.session = session;
        this.keyspace = keyspace;
    }

    @Override
    public void ensure(NamespaceRef namespace, Layout layout, Deadline deadline) {
        change(
                deadline,
                () -> {
                    Set<String> there = tables(namespace, deadline);
                    for (CassandraTable table : CassandraTable.of(namespace, layout, there)) {
                        if (!there.contains(table.name())) {
                            execute(table.create(keyspace), deadline);
                        }
                    }
                });
    }

    @Override
    public boolean exists(NamespaceRef namespace, Deadline deadline) {
        return !tables(namespace, deadline).isEmpty();
    }

    @Override
    public void drop(NamespaceRef namespace, Deadline deadline) {
        change(
                deadline,
                () -> {
                    for (String table : tables(namespace, deadline)) {
                        execute("DROP TABLE IF EXISTS %s.%s".formatted(keyspace, table), deadline);
                    }
                });
    }

    @Override
    public List<TimeSlice> slices(NamespaceRef namespace, Deadline deadline) {
        return CassandraTable.slices(namespace, tables(namespace, deadline)).stream()
                .sorted(TimeSlice.ORDER)
                .toList();
    }

    @Override
    public void dropSlice(NamespaceRef namespace, TimeSlice slice, Deadline deadline) {
        String table = CassandraTable.slice(namespace, slice);
        change(
                deadline,
                () -> execute("DROP TABLE IF EXISTS %s.%s".formatted(keyspace, table), deadline));
    }

    @Override
    public List<NamespaceRef> list(String uid, Deadline deadline) {
        return list(deadline).stream().filter(namespace -> namespace.uid().equals(uid)).toList();
    }

    @Override
    public List<NamespaceRef> list(Deadline deadline) {
        return names(deadline).stream()
                .flatMap(name -> Stream.ofNullable(CassandraTable.namespace(name)))
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    /** Those of the namespace at that epoch, by name. */
    private Set<String> tables(NamespaceRef namespace, Deadline deadline) {
        return names(deadline).stream()
                .filter(name -> namespace.equals(CassandraTable.namespace(name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> names(Deadline deadline) {
        AsyncResultSet answer =
                execute(
                        "SELECT table_name FROM system_schema.tables WHERE keyspace_name = '%s'"
                                .formatted(keyspace),
                        deadline);
        List<String> names = new ArrayList<>();
        for (Row row : answer.currentPage()) {
            names.add(String.valueOf(row.getString(0)));
        }
        return names;
    }

    private void change(Deadline deadline, Runnable work) {
        try {
            if (!oneAtATime.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS)) {
                throw new StoreException.TimedOut(
                        "waited for another change of this cluster's tables", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException.Unavailable(
                    "interrupted while waiting for another change of tables", e);
        }
        try {
            work.run();
            if (!session.schemaInAgreement(deadline)) {
                throw new StoreException.TimedOut(
                        "Cassandra's nodes do not agree on the schema yet", null);
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private AsyncResultSet execute(String cql, Deadline deadline) {
        Duration left = deadline.remaining();
        if (left.isZero()) {
            throw new StoreException.TimedOut("the deadline passed before the call", null);
        }
        SimpleStatement statement =
                SimpleStatement.newInstance(cql).setTimeout(left).setPageSize(Integer.MAX_VALUE);
        return session.execute(statement, null, deadline);
    }
}
