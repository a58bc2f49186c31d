package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether a cache stands in front; AUTO leaves it to the planner. */
public enum CacheChoice {
    AUTO,
    OFF;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
