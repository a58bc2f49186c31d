package io.quarry.worker.claim;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.operation.Claim;
import io.quarry.metadata.operation.Claims;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes due operations one after the other and gives each a virtual thread, as many at a time as
 * configured. It looks when it is woken, and now and then without; nothing is held in memory that a
 * row does not hold as well.
 */
@ApplicationScoped
public class ClaimLoop {
    private static final Logger LOG = Logger.getLogger(ClaimLoop.class);

    private final Claims claims;
    private final Runner runner;
    private final WorkerConfig config;
    private final Clock clock;
    private final String worker;
    private final Semaphore places;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean stopping;
    private volatile @Nullable Thread loop;
    private volatile @Nullable String trouble = "not started";

    ClaimLoop(
            Claims claims, Runner runner, WorkerConfig config, MeterRegistry meters, Clock clock) {
        this.claims = claims;
        this.runner = runner;
        this.config = config;
        this.clock = clock;
        this.worker = config.id().orElseGet(() -> ManagementFactory.getRuntimeMXBean().getName());
        this.places = new Semaphore(config.claims().parallelism());
        meters.gauge(
                "quarry.worker.running",
                places,
                free -> config.claims().parallelism() - free.availablePermits());
    }

    public void start() {
        if (config.claims().parallelism() == 0) {
            trouble = null;
            LOG.infof("worker %s takes no operations", worker);
            return;
        }
        loop = Thread.ofVirtual().name("claims").start(this::run);
        LOG.infof(
                "worker %s takes operations, %d at a time", worker, config.claims().parallelism());
    }

    /**
     * Claims nothing more, and waits for the steps under way as long as configured; the rest goes
     * on elsewhere.
     */
    public void stop() {
        stopping = true;
        wake();
        try {
            Thread running = loop;
            if (running != null) {
                running.join(config.claims().stopTimeout());
            }
            if (!places.tryAcquire(
                    config.claims().parallelism(),
                    config.claims().stopTimeout().toMillis(),
                    TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "stopping while steps are under way; their operations go on elsewhere when the leases end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** There may be something to do. Never blocks; callers may be event loops. */
    public void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** Why nothing can be claimed, or null while all is well. */
    public @Nullable String trouble() {
        return trouble;
    }

    private void run() {
        while (!stopping) {
            try {
                places.acquire();
                Optional<Claim> claim = claim();
                if (claim.isPresent()) {
                    Thread.ofVirtual()
                            .name("operation-" + claim.get().fence().operation())
                            .start(() -> work(claim.get()));
                } else {
                    places.release();
                    boolean _ =
                            bell.tryAcquire(
                                    jittered(config.claims().sweepInterval()),
                                    TimeUnit.MILLISECONDS);
                    bell.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Optional<Claim> claim() {
        if (stopping) {
            return Optional.empty();
        }
        try {
            Optional<Claim> claim = claims.claim(worker, config.claims().lease());
            if (trouble != null) {
                trouble = null;
                LOG.info("operations can be claimed");
            }
            return claim;
        } catch (RuntimeException e) {
            String reason = "operations cannot be claimed: " + e.getMessage();
            if (!reason.equals(trouble)) {
                trouble = reason;
                LOG.warn(reason);
            }
            return Optional.empty();
        }
    }

    private void work(Claim claim) {
        Instant due = null;
        try {
            due = runner.carryOn(claim, () -> stopping);
        } catch (RuntimeException e) {
            // Nothing was saved, so nothing is lost: the lease ends and the step is begun again.
            LOG.warnf("operation %s was dropped: %s", claim.fence().operation(), e);
        } finally {
            places.release();
        }
        if (due != null) {
            wakeAt(due);
        }
        wake();
    }

    /** A wait that ends before the next sweep would find it is not left to the sweep. */
    private void wakeAt(Instant due) {
        Duration left = Duration.between(clock.instant(), due);
        if (left.isPositive() && left.compareTo(config.claims().sweepInterval()) < 0) {
            Thread.ofVirtual()
                    .name("alarm")
                    .start(
                            () -> {
                                try {
                                    Thread.sleep(left.plusMillis(1));
                                    wake();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            });
        }
    }

    private static long jittered(Duration interval) {
        long millis = Math.max(1, interval.toMillis());
        return millis - millis / 5 + ThreadLocalRandom.current().nextLong(2 * (millis / 5) + 1);
    }
}
