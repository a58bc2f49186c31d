package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.cassandra.CassandraShard;
import io.quarry.stores.cassandra.CassandraVitals;
import io.quarry.stores.spi.Deadline;
import io.quarry.worker.workflow.CassandraStructures;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** By a session of its own with each, so that a cluster that hangs holds up no change there. */
@ApplicationScoped
class CassandraGauges implements Gauges {
    private final CassandraStructures structures;
    private final ConcurrentHashMap<String, Open> sessions = new ConcurrentHashMap<>();

    CassandraGauges(CassandraStructures structures) {
        this.structures = structures;
    }

    /**
     * @param endpoints a shard that is registered again elsewhere gets another session
     */
    private record Open(List<String> endpoints, CassandraShard session) {}

    @Override
    public boolean needsLogin() {
        return true;
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return session(shard).identity(deadline);
    }

    @Override
    public Reading read(Shard shard, Deadline deadline) {
        CassandraVitals vitals = session(shard).vitals(deadline);
        Reading reading = new Reading();
        reading.put("nodes", Math.max(vitals.nodes(), shard.nodes()));
        reading.put("nodes_up", vitals.nodesUp());
        reading.put("replication", vitals.replication());
        reading.put("tables", vitals.tables());
        vitals.load()
                .ifPresent(
                        load -> {
                            reading.put("disk_bytes", load.diskBytes());
                            reading.put("compactions_pending", load.compactionsPending());
                            reading.put("compactions_active", load.compactionsActive());
                            reading.put("read_p99_ms", load.readP99Millis());
                            reading.put("write_p99_ms", load.writeP99Millis());
                        });
        return reading;
    }

    private CassandraShard session(Shard shard) {
        Open open = sessions.get(shard.id());
        if (open == null || !open.endpoints().equals(shard.endpoints())) {
            open = new Open(shard.endpoints(), structures.session(shard));
            Open before = sessions.put(shard.id(), open);
            if (before != null) {
                before.session().close();
            }
        }
        return open.session();
    }

    @Override
    public void keep(Set<String> shards) {
        for (Map.Entry<String, Open> each : sessions.entrySet()) {
            if (!shards.contains(each.getKey())
                    && sessions.remove(each.getKey(), each.getValue())) {
                each.getValue().session().close();
            }
        }
    }

    @PreDestroy
    void close() {
        keep(Set.of());
    }
}
