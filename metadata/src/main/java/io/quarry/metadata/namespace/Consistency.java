package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a read may miss. */
public enum Consistency {
    EVENTUAL,
    READ_YOUR_WRITES,
    BOUNDED;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
