package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How concurrent writes are decided; immutable, because the two must never mix on one table. */
public enum Writes {
    LAST_WRITE_WINS,
    CONDITIONAL;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
