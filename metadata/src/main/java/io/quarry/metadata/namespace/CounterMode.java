package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a counter namespace guarantees of its counts, and so where and how they are kept. */
public enum CounterMode {
    /** Increments on memcached, which may lose them; an increment that is repeated counts twice. */
    BEST_EFFORT,
    /** Each addition is an event on Cassandra, folded into a checkpoint that a read returns. */
    EVENTUAL,
    /** As EVENTUAL, and a read adds the events that are not folded yet. */
    ACCURATE;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
