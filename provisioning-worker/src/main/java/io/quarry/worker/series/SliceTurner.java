package io.quarry.worker.series;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarry.metadata.series.FailingSlices;
import io.quarry.metadata.series.SliceClaim;
import io.quarry.metadata.series.SliceTurns;
import io.quarry.worker.WorkerConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Turns the slices of namespaces that are due, one after the other. Each worker does; a claim that
 * a killed one held runs out. One that fails is left for a while, and the others' turn comes.
 */
@ApplicationScoped
public class SliceTurner {
    private static final Logger LOG = Logger.getLogger(SliceTurner.class);

    /** All are counted up to so many; a page of names says no more. */
    private static final int COUNTED = 1_000;

    private final SliceTurns turns;
    private final SliceTurn turn;
    private final WorkerConfig.Series config;
    private final Duration lease;
    private final String worker;
    private final Counter done;
    private volatile List<FailingSlices> failing = List.of();
    private volatile double leadSeconds = Double.NaN;
    private volatile @Nullable Thread turner;

    SliceTurner(SliceTurns turns, SliceTurn turn, WorkerConfig config, MeterRegistry meters) {
        this.turns = turns;
        this.turn = turn;
        this.config = config.series();
        this.lease = config.steps().timeout().multipliedBy(3);
        this.worker = config.id().orElseGet(() -> ManagementFactory.getRuntimeMXBean().getName());
        this.done =
                Counter.builder("quarry.series.turns")
                        .description("turns of time-series namespaces that this worker has done")
                        .register(meters);
        Gauge.builder("quarry.series.failing", this, all -> all.failing.size())
                .description("time-series namespaces whose slices did not turn at the last try")
                .register(meters);
        Gauge.builder("quarry.series.lead.seconds", this, all -> all.leadSeconds)
                .description(
                        "until the first time-series namespace has no table for its events; negative where one has none")
                .register(meters);
    }

    public void start() {
        turner = Thread.ofVirtual().name("slices").start(this::run);
    }

    public void stop() {
        Thread running = turner;
        if (running != null) {
            running.interrupt();
        }
    }

    /** As of the last look, the longest first. */
    public List<FailingSlices> failing() {
        return failing;
    }

    private void run() {
        try {
            while (true) {
                sweep();
                Thread.sleep(config.lookEvery());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() throws InterruptedException {
        try {
            Optional<SliceClaim> claim = turns.claim(worker, lease);
            while (claim.isPresent()) {
                turn(claim.get());
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                claim = turns.claim(worker, lease);
            }
            failing = turns.failing(COUNTED);
            leadSeconds = turns.lead().map(lead -> (double) lead.toSeconds()).orElse(Double.NaN);
        } catch (RuntimeException e) {
            LOG.warnf("slices turn at the next look: %s", e.getMessage());
        }
    }

    private void turn(SliceClaim claim) {
        try {
            if (turn.carryOut(claim)) {
                done.increment();
            } else {
                turns.later(claim, config.retryAfter());
            }
        } catch (RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                // it was told to stop: the lease runs out, and another takes it up
                return;
            }
            String why = String.valueOf(e.getMessage());
            LOG.warnf("slices of %s turn later: %s", claim.uid(), why);
            turns.failed(claim, why, config.retryAfter());
        }
    }
}
