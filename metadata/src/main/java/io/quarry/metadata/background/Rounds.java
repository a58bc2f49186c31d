package io.quarry.metadata.background;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Work that comes round again and again, on a virtual thread of its own, until the service stops. A
 * turn that fails is told in the log, once until one succeeds again; the next comes all the same.
 */
public final class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);

    /** What is done once a round. */
    public interface Turn {
        void take() throws InterruptedException;
    }

    private final String name;
    private final Turn turn;
    private final Supplier<Duration> least;
    private final Supplier<Duration> rest;
    private final Semaphore bell = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private boolean failing;

    /**
     * @param rest between two turns, asked after each
     */
    public Rounds(String name, Turn turn, Supplier<Duration> rest) {
        this(name, turn, () -> Duration.ZERO, rest);
    }

    /**
     * @param least of the rest, which no {@link #wake} shortens
     */
    public Rounds(String name, Turn turn, Supplier<Duration> least, Supplier<Duration> rest) {
        this.name = name;
        this.turn = turn;
        this.least = least;
        this.rest = rest;
    }

    /** The first turn comes at once. */
    public void start() {
        begin(this::run);
    }

    /** The first turn comes after a rest. */
    public void startRested() {
        begin(
                () -> {
                    pause();
                    run();
                });
    }

    /** Does not wait for the turn that is under way, which is interrupted. */
    public void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** The next turn comes as soon as it may; one that is asked for twice comes once. */
    public void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** What was asked for until now is done. */
    public void heard() {
        int _ = bell.drainPermits();
    }

    private void begin(Turn all) {
        thread =
                Thread.ofVirtual()
                        .name(name)
                        .start(
                                () -> {
                                    try {
                                        all.take();
                                    } catch (InterruptedException stopped) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
    }

    private void run() throws InterruptedException {
        while (!Thread.currentThread().isInterrupted()) {
            take();
            pause();
        }
    }

    private void take() throws InterruptedException {
        try {
            turn.take();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.warnf("%s: tried again at the next turn: %s", name, e.getMessage());
            }
            failing = true;
        }
    }

    private void pause() throws InterruptedException {
        Duration all = rest.get();
        Duration first = least.get();
        if (first.compareTo(all) >= 0) {
            Thread.sleep(all);
        } else {
            Thread.sleep(first);
            if (bell.tryAcquire(all.minus(first).toNanos(), TimeUnit.NANOSECONDS)) {
                heard();
            }
        }
    }
}
