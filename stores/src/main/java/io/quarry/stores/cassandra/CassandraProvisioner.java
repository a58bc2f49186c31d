package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.Layout;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.Provisioner;
import io.quarry.stores.spi.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tables on one cluster. Changes run one at a time in this process. Another process may make the
 * same table at the same moment, and Cassandra's IF NOT EXISTS does not hold across nodes; so a
 * table's id follows from its name, and both make the same table.
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
                    if (!exists(namespace, deadline)) {
                        execute(create(namespace, layout), deadline);
                    }
                });
    }

    @Override
    public boolean exists(NamespaceRef namespace, Deadline deadline) {
        AsyncResultSet answer =
                execute(
                        "SELECT table_name FROM system_schema.tables WHERE keyspace_name = '%s' AND table_name = '%s'"
                                .formatted(keyspace, namespace.structure()),
                        deadline);
        return answer.remaining() > 0;
    }

    @Override
    public void drop(NamespaceRef namespace, Deadline deadline) {
        change(
                deadline,
                () -> {
                    if (exists(namespace, deadline)) {
                        execute(
                                "DROP TABLE IF EXISTS %s.%s"
                                        .formatted(keyspace, namespace.structure()),
                                deadline);
                    }
                });
    }

    @Override
    public List<NamespaceRef> list(String uid, Deadline deadline) {
        return list(deadline).stream().filter(namespace -> namespace.uid().equals(uid)).toList();
    }

    @Override
    public List<NamespaceRef> list(Deadline deadline) {
        AsyncResultSet answer =
                execute(
                        "SELECT table_name FROM system_schema.tables WHERE keyspace_name = '%s'"
                                .formatted(keyspace),
                        deadline);
        List<NamespaceRef> found = new ArrayList<>();
        for (Row row : answer.currentPage()) {
            NamespaceRef namespace = NamespaceRef.ofStructure(String.valueOf(row.getString(0)));
            if (namespace != null) {
                found.add(namespace);
            }
        }
        found.sort(ORDER);
        return List.copyOf(found);
    }

    private String create(NamespaceRef namespace, Layout layout) {
        Duration remembered =
                switch (layout) {
                    case Layout.KeyValue(Duration deletionsRemembered) -> deletionsRemembered;
                };
        // Small compression chunks, since most reads want one item of about a kilobyte.
        return """
                CREATE TABLE IF NOT EXISTS %s.%s (
                  id blob, key blob, head blob, value blob, PRIMARY KEY (id, key)
                ) WITH ID = '%s'
                  AND gc_grace_seconds = %d
                  AND compaction = {'class': 'UnifiedCompactionStrategy'}
                  AND compression = {'class': 'LZ4Compressor', 'chunk_length_in_kb': 4}
                """
                .formatted(keyspace, namespace.structure(), id(namespace), remembered.toSeconds());
    }

    private UUID id(NamespaceRef namespace) {
        String name = "quarry/" + keyspace + "/" + namespace.structure();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
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
