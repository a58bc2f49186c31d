package io.quarry.worker.claim;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.background.Rounds;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Stuck;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Looks for operations that have stood where they are for too long, so that nothing hangs silently.
 * Each worker counts all of them, whoever has them in hand.
 */
@ApplicationScoped
public class StuckOperations {
    private final Claims claims;
    private final WorkerConfig.Stuck config;
    private final Rounds rounds;
    private volatile List<Stuck> found = List.of();

    StuckOperations(Claims claims, WorkerConfig config, MeterRegistry meters) {
        this.claims = claims;
        this.config = config.stuck();
        this.rounds = new Rounds("stuck", this::look, this.config::lookEvery);
        for (OperationType type : OperationType.values()) {
            Gauge.builder("quarry.operations.stuck", this, all -> all.count(type))
                    .description("operations that have not gone on for quarry.worker.stuck.after")
                    .tag("type", type.wire())
                    .register(meters);
        }
    }

    public void start() {
        rounds.start();
    }

    public void stop() {
        rounds.stop();
    }

    /** The longest first, as of the last look. */
    public List<Stuck> found() {
        return found;
    }

    private long count(OperationType type) {
        return found.stream().filter(each -> each.type() == type).count();
    }

    private void look() {
        found = claims.stuck(config.after());
    }
}
