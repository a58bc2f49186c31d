package io.quarry.worker.health;

import io.quarry.metadata.shard.Shard;
import io.quarry.stores.postgresql.PostgresqlVitals;
import io.quarry.stores.spi.Deadline;
import io.quarry.worker.workflow.Databases;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** By a connection each time, so that a log-in that fails is seen. */
@ApplicationScoped
class PostgresqlGauges implements Gauges {
    private final Databases databases;

    PostgresqlGauges(Databases databases) {
        this.databases = databases;
    }

    @Override
    public boolean needsLogin() {
        return true;
    }

    @Override
    public Set<String> identity(Shard shard, Deadline deadline) {
        return databases.identity(shard, deadline);
    }

    @Override
    public Reading read(Shard shard, Deadline deadline) {
        PostgresqlVitals vitals = databases.vitals(shard, deadline);
        Reading reading = new Reading();
        reading.put("connections", vitals.connections());
        reading.put("connections_max", vitals.maxConnections());
        reading.put("databases", vitals.databases());
        reading.put("disk_bytes", vitals.diskBytes());
        vitals.copies().ifPresent(copies -> reading.put("replication", copies));
        return reading;
    }
}
