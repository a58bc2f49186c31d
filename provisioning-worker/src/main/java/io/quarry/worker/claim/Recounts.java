package io.quarry.worker.claim;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.quota.Difference;
import io.quarry.metadata.quota.Recount;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Recounts the ledgers at the start and again and again. Each worker does; where two meet, one
 * finds what the other has mended.
 */
@ApplicationScoped
public class Recounts {
    private static final Logger LOG = Logger.getLogger(Recounts.class);

    private final Recount recount;
    private final WorkerConfig config;
    private volatile List<Difference> found = List.of();
    private volatile @Nullable Thread counter;

    Recounts(Recount recount, WorkerConfig config, MeterRegistry meters) {
        this.recount = recount;
        this.config = config;
        Gauge.builder("quarry.ledger.differences", this, all -> all.found.size())
                .description("ledgers of shards and tenants that the last recount found wrong")
                .register(meters);
    }

    public void start() {
        counter = Thread.ofVirtual().name("recount").start(this::run);
    }

    public void stop() {
        Thread running = counter;
        if (running != null) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                count();
                Thread.sleep(config.recountInterval());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void count() {
        try {
            found = recount.run();
        } catch (RuntimeException e) {
            LOG.warnf("the ledgers are recounted at the next turn: %s", e.getMessage());
        }
    }
}
