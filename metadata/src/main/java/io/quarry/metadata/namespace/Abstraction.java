package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of data a namespace holds; key-value and relational are provisioned. */
public enum Abstraction {
    KEY_VALUE,
    COUNTER,
    TIME_SERIES,
    SEARCH,
    CACHE,
    OBJECT,
    DATASET,
    RELATIONAL;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
