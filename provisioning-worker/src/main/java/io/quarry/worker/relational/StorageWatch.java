package io.quarry.worker.relational;

import io.quarry.metadata.relational.DatabaseSizes;
import io.quarry.metadata.relational.MeasuredDatabase;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import io.quarry.metadata.shard.Shards;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.worker.WorkerConfig;
import io.quarry.worker.workflow.Databases;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Measures tenants' databases and holds them against their limits. Each worker does; what one has
 * said, the next finds so. What is said on the shard comes before what the namespace says, and both
 * are said again where a worker was killed between.
 */
@ApplicationScoped
public class StorageWatch {
    private static final Logger LOG = Logger.getLogger(StorageWatch.class);

    private final Tenancy tenancy;
    private final Shards shards;
    private final DatabaseSizes sizes;
    private final Databases databases;
    private final WorkerConfig config;
    private volatile @Nullable Thread watcher;

    StorageWatch(
            Tenancy tenancy,
            Shards shards,
            DatabaseSizes sizes,
            Databases databases,
            WorkerConfig config) {
        this.tenancy = tenancy;
        this.shards = shards;
        this.sizes = sizes;
        this.databases = databases;
        this.config = config;
    }

    public void start() {
        watcher = Thread.ofVirtual().name("storage").start(this::run);
    }

    public void stop() {
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                measure();
                Thread.sleep(config.logins().measureEvery());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure() {
        try {
            for (Shard shard : tenancy.system(shards::list)) {
                if (shard.engine() == Engine.POSTGRESQL && shard.state() != ShardState.RETIRED) {
                    measure(shard);
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("databases are measured at the next turn: %s", e.getMessage());
        }
    }

    private void measure(Shard shard) {
        try {
            List<MeasuredDatabase> known = sizes.on(shard.id());
            if (known.isEmpty()) {
                return;
            }
            Map<String, Long> measured = databases.sizes(shard);
            for (MeasuredDatabase database : known) {
                Long bytes = measured.get(database.name());
                if (bytes != null) {
                    hold(shard, database, bytes);
                }
            }
        } catch (RuntimeException e) {
            LOG.warnf("%s is measured at the next turn: %s", shard.id(), e.getMessage());
        }
    }

    private void hold(Shard shard, MeasuredDatabase database, long bytes) {
        boolean over = bytes > database.storageBytes();
        if (over && !database.full()) {
            databases.readOnly(shard, database.uid(), true);
            sizes.full(database, bytes);
        } else if (!over && database.full()) {
            databases.readOnly(shard, database.uid(), false);
            sizes.roomAgain(database, bytes);
        }
    }
}
