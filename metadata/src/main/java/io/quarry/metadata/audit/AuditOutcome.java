package io.quarry.metadata.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How it ended, as far as the one who writes it knows. */
public enum AuditOutcome {
    /** It is so. */
    DONE,
    /** An operation carries it out. */
    ACCEPTED,
    /** The actor may not. */
    DENIED;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static AuditOutcome ofWire(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
