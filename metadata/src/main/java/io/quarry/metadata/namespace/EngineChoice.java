package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The engine that is asked for; AUTO leaves it to the planner. */
public enum EngineChoice {
    AUTO,
    CASSANDRA,
    POSTGRESQL;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
