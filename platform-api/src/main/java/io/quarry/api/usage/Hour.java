package io.quarry.api.usage;

import io.quarry.metadata.namespace.Uid;
import io.quarry.metadata.usage.UsageCell;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The cells of one hour of UTC. */
final class Hour {
    private static final long MILLIS = 3_600_000;

    /** Longer than any thread stands between finding its hour and counting in it. */
    private static final long GRACE_MILLIS = 60_000;

    private final long number;
    private final Instant begin;
    private final ConcurrentHashMap<Uid, Cell> cells = new ConcurrentHashMap<>();

    /**
     * @param number counted from the epoch
     */
    Hour(long number) {
        this.number = number;
        this.begin = Instant.ofEpochMilli(number * MILLIS);
    }

    static long number(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    long number() {
        return number;
    }

    Instant begin() {
        return begin;
    }

    int size() {
        return cells.size();
    }

    Cell cell(Uid uid) {
        var known = cells.get(uid);
        return known != null ? known : cells.computeIfAbsent(uid, fresh -> new Cell(fresh, begin));
    }

    @Nullable Cell find(Uid uid) {
        return cells.get(uid);
    }

    /** What the topic does not have yet. */
    List<UsageCell> unsent() {
        var unsent = new ArrayList<UsageCell>();
        for (var cell : cells.values()) {
            var more = cell.unsent();
            if (more != null) {
                unsent.add(more);
            }
        }
        return unsent;
    }

    /** Whether nobody counts in it any more. */
    boolean isOver(long millis) {
        return millis >= (number + 1) * MILLIS + GRACE_MILLIS;
    }
}
