package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What kind of data a namespace holds; {@link NamespaceSpecs} says which are offered. */
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
