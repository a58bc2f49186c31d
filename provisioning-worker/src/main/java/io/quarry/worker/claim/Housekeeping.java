package io.quarry.worker.claim;

import io.quarry.metadata.background.Rounds;
import io.quarry.metadata.health.ShardHealth;
import io.quarry.metadata.idempotency.Idempotency;
import io.quarry.metadata.tenant.Tenancy;
import io.quarry.metadata.usage.Usage;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Removes what has had its time; each worker does, and that several do it at once is harmless. */
@ApplicationScoped
public class Housekeeping {
    private static final Logger LOG = Logger.getLogger(Housekeeping.class);

    private final Tenancy tenancy;
    private final Idempotency idempotency;
    private final Usage usage;
    private final ShardHealth health;
    private final WorkerConfig config;
    private final Rounds rounds;

    Housekeeping(
            Tenancy tenancy,
            Idempotency idempotency,
            Usage usage,
            ShardHealth health,
            WorkerConfig config) {
        this.tenancy = tenancy;
        this.idempotency = idempotency;
        this.usage = usage;
        this.health = health;
        this.config = config;
        this.rounds = new Rounds("housekeeping", this::sweep, config::housekeepingInterval);
    }

    public void start() {
        rounds.start();
    }

    public void stop() {
        rounds.stop();
    }

    private void sweep() {
        int answers = tenancy.system(idempotency::sweep);
        if (answers > 0) {
            LOG.infof("forgot %d answers kept for idempotency keys", answers);
        }
        int hours = usage.expire(config.usage().retention());
        if (hours > 0) {
            LOG.infof("forgot the usage of %d namespaces and hours", hours);
        }
        int minutes = health.expire(config.health().history());
        if (minutes > 0) {
            LOG.infof("forgot %d measurements of shards", minutes);
        }
    }
}
