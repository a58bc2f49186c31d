package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a field of a search namespace's documents holds, and so how it can be asked for. */
public enum FieldType {
    KEYWORD,
    TEXT,
    LONG,
    DOUBLE,
    DATE,
    BOOLEAN,
    GEO_POINT,
    DENSE_VECTOR;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
