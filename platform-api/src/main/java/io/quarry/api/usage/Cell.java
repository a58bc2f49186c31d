package io.quarry.api.usage;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.usage.UsageCell;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What one namespace did in one hour. Whoever counts only adds, and whoever sends only reads sums,
 * so that nothing is lost between them.
 */
final class Cell {
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_FOUND = 404;

    private final Uid uid;
    private final Instant hour;
    private final LongAdder reads = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final LongAdder throttled = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final LongAdder cost = new LongAdder();

    /** What the topic is known to have; only the one who sends looks at it. */
    private @Nullable UsageCell acknowledged;

    Cell(Uid uid, Instant hour) {
        this.uid = uid;
        this.hour = hour;
    }

    void count(boolean write, int status, long in, long out) {
        if (status == TOO_MANY_REQUESTS) {
            throttled.increment();
            return;
        }
        (write ? writes : reads).increment();
        bytesIn.add(in);
        bytesOut.add(out);
        if (status >= 500) {
            errors.increment();
        } else if (status < 400 || status == NOT_FOUND) {
            // what is not there was looked for
            cost.add(write ? CostUnits.ofWrite(in) : CostUnits.ofRead(out));
        }
    }

    /** As far as it is counted now. */
    UsageCell seen() {
        return new UsageCell(
                uid,
                hour,
                reads.sum(),
                writes.sum(),
                bytesIn.sum(),
                bytesOut.sum(),
                throttled.sum(),
                errors.sum(),
                cost.sum());
    }

    /** What the topic does not have yet; null where it has all. */
    @Nullable UsageCell unsent() {
        var seen = seen();
        return seen.equals(acknowledged) ? null : seen;
    }

    void acknowledged(UsageCell cell) {
        acknowledged = cell;
    }
}
