package io.quarry.metadata.route;

import java.util.Comparator;

/**
 * A place in the one order of all route changes. Restoring a backup raises the incarnation, so that
 * what was published after the backup never counts as newer than what is published now.
 */
public record Revision(long incarnation, long counter) implements Comparable<Revision> {
    public static final Revision ZERO = new Revision(0, 0);

    @Override
    public int compareTo(Revision other) {
        return Comparator.comparingLong(Revision::incarnation)
                .thenComparingLong(Revision::counter)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return incarnation + "." + counter;
    }
}
