package io.quarry.stores.cassandra;

import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.loadbalancing.NodeDistance;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import io.quarry.stores.cassandra.CassandraVitals.Load;
import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.StoreException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the virtual tables of {@code system_views}, which each node answers for itself: so each
 * node is asked.
 */
final class CassandraMeter {
    private static final long MEBIBYTE = 1L << 20;

    private final CassandraSession session;
    private final String keyspace;
    private final String datacenter;

    CassandraMeter(CassandraSession session, String keyspace, String datacenter) {
        this.session = session;
        this.keyspace = keyspace;
        this.datacenter = datacenter;
    }

    CassandraVitals read(Deadline deadline) {
        Collection<Node> nodes = session.open(deadline).getMetadata().getNodes().values();
        long tables = 0;
        for (Row row :
                rows(
                        "SELECT count(*) FROM system_schema.tables WHERE keyspace_name = '%s'"
                                .formatted(keyspace),
                        null,
                        deadline)) {
            tables = row.getLong(0);
        }
        int up =
                Math.toIntExact(
                        nodes.stream().filter(node -> node.getState() == NodeState.UP).count());
        return new CassandraVitals(
                nodes.size(), up, replication(deadline), tables, load(nodes, deadline));
    }

    Set<String> hosts(Deadline deadline) {
        Set<String> hosts = new TreeSet<>();
        for (Node node : session.open(deadline).getMetadata().getNodes().values()) {
            UUID host = node.getHostId();
            if (host != null) {
                hosts.add(host.toString());
            }
        }
        if (hosts.isEmpty()) {
            throw new StoreException.Unavailable("no node of Cassandra tells its id", null);
        }
        return hosts;
    }

    /**
     * How many copies the keyspace keeps: of a strategy that tells it for each datacenter, in this
     * one.
     */
    private int replication(Deadline deadline) {
        for (Row row :
                rows(
                        "SELECT replication FROM system_schema.keyspaces WHERE keyspace_name = '%s'"
                                .formatted(keyspace),
                        null,
                        deadline)) {
            Map<String, String> said = row.getMap(0, String.class, String.class);
            if (said != null) {
                return replication(said, datacenter);
            }
        }
        return 0;
    }

    /** As {@code 3} or, with transient ones, {@code 3/1}, of which those that stay are counted. */
    static int replication(Map<String, String> said, String datacenter) {
        String factor = said.getOrDefault("replication_factor", said.getOrDefault(datacenter, "0"));
        String[] parts = factor.split("/", 2);
        int all = Integer.parseInt(parts[0]);
        return parts.length == 1 ? all : all - Integer.parseInt(parts[1]);
    }

    private Optional<Load> load(Collection<Node> nodes, Deadline deadline) {
        Load all = Load.NONE;
        try {
            for (Node node : nodes) {
                if (node.getState() == NodeState.UP && node.getDistance() == NodeDistance.LOCAL) {
                    all = together(all, load(node, deadline));
                }
            }
        } catch (StoreException.Rejected notPermitted) {
            return Optional.empty();
        }
        return Optional.of(all);
    }

    private Load load(Node node, Deadline deadline) {
        long mebibytes = 0;
        for (Row row : rows("SELECT mebibytes FROM system_views.disk_usage", node, deadline)) {
            mebibytes += row.getLong(0);
        }
        long pending = 0;
        long active = 0;
        for (Row row :
                rows(
                        "SELECT pending_tasks, active_tasks FROM system_views.thread_pools WHERE"
                                + " name = 'CompactionExecutor'",
                        node,
                        deadline)) {
            pending += row.getInt(0);
            active += row.getInt(1);
        }
        return new Load(
                mebibytes * MEBIBYTE,
                pending,
                active,
                slowest("coordinator_read_latency", node, deadline),
                slowest("coordinator_write_latency", node, deadline));
    }

    private double slowest(String table, Node node, Deadline deadline) {
        double slowest = 0;
        for (Row row :
                rows("SELECT keyspace_name, p99th_ms FROM system_views." + table, node, deadline)) {
            if (keyspace.equals(row.getString(0))) {
                slowest = Math.max(slowest, row.getDouble(1));
            }
        }
        return slowest;
    }

    private static Load together(Load one, Load other) {
        return new Load(
                one.diskBytes() + other.diskBytes(),
                one.compactionsPending() + other.compactionsPending(),
                one.compactionsActive() + other.compactionsActive(),
                Math.max(one.readP99Millis(), other.readP99Millis()),
                Math.max(one.writeP99Millis(), other.writeP99Millis()));
    }

    /**
     * @param node that is to answer; null for any
     */
    private Iterable<Row> rows(String cql, @Nullable Node node, Deadline deadline) {
        SimpleStatement statement =
                SimpleStatement.newInstance(cql).setPageSize(Integer.MAX_VALUE).setNode(node);
        return session.execute(statement, null, deadline).currentPage();
    }
}
