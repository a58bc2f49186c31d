package io.quarry.stores.spi;

import java.time.Duration;

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
            if (deletionsRemembered.compareTo(DELETIONS_REMEMBERED) < 0) {
                throw new IllegalArgumentException(
                        "deletions are remembered for 48 h at least: " + deletionsRemembered);
            }
        }
    }

    static Layout keyValue() {
        return new KeyValue(DELETIONS_REMEMBERED);
    }
}
