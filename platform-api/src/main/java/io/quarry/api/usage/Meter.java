package io.quarry.api.usage;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.usage.UsageBatch;
import io.quarry.metadata.usage.UsageCell;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts what namespaces do, hour by hour of UTC. The counts of this run of the process only rise,
 * and an hour's are kept until the topic has them, or until there are too many.
 */
@Singleton
public class Meter {
    /** Few enough that a record of them stays well below Kafka's limit of a megabyte. */
    static final int BATCH = 1_000;

    private final UUID run;
    private final Clock clock;
    private final int mostCells;
    private final Deque<Hour> hours = new ConcurrentLinkedDeque<>();
    private final AtomicLong dropped = new AtomicLong();
    private volatile Hour now;

    @Inject
    Meter(UsageConfig config) {
        this(UUID.randomUUID(), Clock.systemUTC(), config.mostCells());
    }

    /**
     * @param mostCells of past hours
     */
    public Meter(UUID run, Clock clock, int mostCells) {
        this.run = run;
        this.clock = clock;
        this.mostCells = mostCells;
        this.now = new Hour(Hour.number(clock.millis()));
        hours.add(now);
    }

    /**
     * Counts a request that got past the gate, once it is answered.
     *
     * @param status of the answer
     * @param bytesIn of the request's body, once it has come
     * @param bytesOut of the answer's body; 0 for a problem
     */
    public void count(Uid uid, boolean write, int status, long bytesIn, long bytesOut) {
        hour().cell(uid).count(write, status, bytesIn, bytesOut);
    }

    private Hour hour() {
        var hour = now;
        var number = Hour.number(clock.millis());
        // where a clock was set back, counts go on in the hour that it had come to: none may fall
        return number <= hour.number() ? hour : turn(number);
    }

    /** The one lock there is; only the first requests of an hour meet it. */
    private synchronized Hour turn(long number) {
        if (number > now.number()) {
            var next = new Hour(number);
            hours.add(next);
            now = next;
        }
        return now;
    }

    /**
     * What the topic does not have yet, the oldest hours first. Called by one thread, which says by
     * {@link #acknowledged} what has arrived.
     */
    public List<UsageBatch> unsent() {
        forget();
        var cells = hours.stream().flatMap(hour -> hour.unsent().stream()).toList();
        var batches = new ArrayList<UsageBatch>();
        for (var from = 0; from < cells.size(); from += BATCH) {
            var part = cells.subList(from, Math.min(from + BATCH, cells.size()));
            batches.add(new UsageBatch(run, part));
        }
        return batches;
    }

    /** The topic has it; what was counted meanwhile is still to be sent. */
    public void acknowledged(UsageBatch batch) {
        for (var sent : batch.cells()) {
            var cell = find(sent);
            if (cell != null) {
                cell.acknowledged(sent);
            }
        }
    }

    private @Nullable Cell find(UsageCell sent) {
        for (var hour : hours) {
            if (hour.begin().equals(sent.hour())) {
                return hour.find(sent.uid());
            }
        }
        return null;
    }

    /**
     * Past hours go when the topic has all of them; when there are too many cells, the oldest go
     * first.
     */
    private void forget() {
        var millis = clock.millis();
        var current = now;
        hours.removeIf(hour -> hour != current && hour.isOver(millis) && hour.unsent().isEmpty());
        var past = cells() - current.size();
        for (var oldest = hours.peek();
                oldest != null && oldest != current && past > mostCells;
                oldest = hours.peek()) {
            dropped.addAndGet(oldest.unsent().size());
            past -= oldest.size();
            hours.remove();
        }
    }

    /** Held here: those of this hour, and of past ones that the topic does not have whole. */
    long cells() {
        return hours.stream().mapToLong(Hour::size).sum();
    }

    /** Gone before the topic had all of them. */
    long dropped() {
        return dropped.get();
    }
}
