package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Whether the shard may hold other namespaces too. */
public enum Isolation {
    SHARED,
    DEDICATED;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
