package io.quarry.worker.claim;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.operation.Claims;
import io.quarry.metadata.operation.OperationType;
import io.quarry.metadata.operation.Stuck;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Looks for operations that have stood where they are for too long, so that nothing hangs silently.
 * Each worker counts all of them, whoever has them in hand.
 */
@ApplicationScoped
public class StuckOperations {
    private static final Logger LOG = Logger.getLogger(StuckOperations.class);

    private final Claims claims;
    private final WorkerConfig.Stuck config;
    private volatile List<Stuck> found = List.of();
    private volatile @Nullable Thread watcher;

    StuckOperations(Claims claims, WorkerConfig config, MeterRegistry meters) {
        this.claims = claims;
        this.config = config.stuck();
        for (OperationType type : OperationType.values()) {
            Gauge.builder("quarry.operations.stuck", this, all -> all.count(type))
                    .description("operations that have not gone on for quarry.worker.stuck.after")
                    .tag("type", type.wire())
                    .register(meters);
        }
    }

    public void start() {
        watcher = Thread.ofVirtual().name("stuck").start(this::run);
    }

    public void stop() {
        Thread running = watcher;
        if (running != null) {
            running.interrupt();
        }
    }

    /** The longest first, as of the last look. */
    public List<Stuck> found() {
        return found;
    }

    private long count(OperationType type) {
        return found.stream().filter(each -> each.type() == type).count();
    }

    private void run() {
        try {
            while (true) {
                look();
                Thread.sleep(config.lookEvery());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            found = claims.stuck(config.after());
        } catch (RuntimeException e) {
            LOG.warnf("what is stuck is looked for again later: %s", e.getMessage());
        }
    }
}
