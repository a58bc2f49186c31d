package io.quarry.worker.claim;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.background.Rounds;
import io.quarry.metadata.quota.Difference;
import io.quarry.metadata.quota.Recount;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Recounts the ledgers at the start and again and again. Each worker does; where two meet, one
 * finds what the other has mended.
 */
@ApplicationScoped
public class Recounts {
    private final Recount recount;
    private final Rounds rounds;
    private volatile List<Difference> found = List.of();

    Recounts(Recount recount, WorkerConfig config, MeterRegistry meters) {
        this.recount = recount;
        this.rounds = new Rounds("recount", this::count, config::recountInterval);
        Gauge.builder("quarry.ledger.differences", this, all -> all.found.size())
                .description("ledgers of shards and tenants that the last recount found wrong")
                .register(meters);
    }

    public void start() {
        rounds.start();
    }

    public void stop() {
        rounds.stop();
    }

    private void count() {
        found = recount.run();
    }
}
