package io.quarry.stores.spi;

import java.time.Duration;
import java.time.Instant;

/** What kind of structure a namespace needs; the planner's choices, in storage words. */
public sealed interface Layout {
    /** How long deletions are remembered: twice the drift that tokens may have. */
    Duration DELETIONS_REMEMBERED = Duration.ofHours(48);

    /**
     * A structure for a {@link KeyValueStore}.
     *
     * @param deletionsRemembered at least {@link #DELETIONS_REMEMBERED}; whole seconds
     */
    record KeyValue(Duration deletionsRemembered) implements Layout {
        /**
         * @throws IllegalArgumentException where deletions would be forgotten while late writes are
         *     still accepted
         */
        public KeyValue {
            remembersDeletions(deletionsRemembered);
        }
    }

    /**
     * A structure for a {@link ConditionalStore}, apart from those that are written without
     * conditions.
     *
     * @param deletionsRemembered at least {@link #DELETIONS_REMEMBERED}; whole seconds
     */
    record Conditional(Duration deletionsRemembered) implements Layout {
        /**
         * @throws IllegalArgumentException where deletions would be forgotten while late writes are
         *     still accepted
         */
        public Conditional {
            remembersDeletions(deletionsRemembered);
        }
    }

    /**
     * Two structures for counters: the events that were added, each of which goes by itself, and a
     * checkpoint for each counter.
     *
     * @param eventsKept since they were added; whole days
     */
    record Counter(Duration eventsKept) implements Layout {
        /**
         * @throws IllegalArgumentException where events are kept for less than a day, or not for
         *     whole days
         */
        public Counter {
            if (eventsKept.toDays() < 1
                    || !Duration.ofDays(eventsKept.toDays()).equals(eventsKept)) {
                throw new IllegalArgumentException("events are kept for whole days: " + eventsKept);
            }
        }
    }

    /**
     * A structure for each slice of time, which holds the events of that time. Slices that are
     * there stay as they were made, whatever their length; what they leave open is filled.
     *
     * @param from the oldest event that may come
     * @param to exclusive; as far ahead as slices are to be there
     * @param slice how long a new slice is; whole hours
     * @param timeBucket how long a partition of a new slice is; whole seconds
     * @param eventBuckets over how many partitions the events of that time are spread, at least 1
     */
    record TimeSeries(
            Instant from, Instant to, Duration slice, Duration timeBucket, int eventBuckets)
            implements Layout {
        /**
         * @throws IllegalArgumentException where a value is outside its range
         */
        public TimeSeries {
            if (slice.toHours() < 1 || !Duration.ofHours(slice.toHours()).equals(slice)) {
                throw new IllegalArgumentException("slices are of whole hours: " + slice);
            }
            if (timeBucket.toSeconds() < 1 || eventBuckets < 1 || !from.isBefore(to)) {
                throw new IllegalArgumentException(
                        "no partitions, or no time: %s, %d, from %s to %s"
                                .formatted(timeBucket, eventBuckets, from, to));
            }
        }
    }

    /** How long the events of counters can be counted again. */
    Duration EVENTS_KEPT = Duration.ofDays(7);

    static Layout counter() {
        return new Counter(EVENTS_KEPT);
    }

    static Layout keyValue() {
        return new KeyValue(DELETIONS_REMEMBERED);
    }

    static Layout conditional() {
        return new Conditional(DELETIONS_REMEMBERED);
    }

    private static void remembersDeletions(Duration deletionsRemembered) {
        if (deletionsRemembered.compareTo(DELETIONS_REMEMBERED) < 0) {
            throw new IllegalArgumentException(
                    "deletions are remembered for 48 h at least: " + deletionsRemembered);
        }
    }
}
