package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How many copies a write should have. */
public enum Durability {
    REPLICATED,
    BEST_EFFORT;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
