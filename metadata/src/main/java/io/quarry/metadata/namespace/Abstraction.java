package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarry.metadata.shard.Engine;
import java.util.List;
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

    /** The engines that can hold it, before others the one that {@link EngineChoice#AUTO} means. */
    public List<Engine> engines() {
        return switch (this) {
            case KEY_VALUE, COUNTER, TIME_SERIES -> List.of(Engine.CASSANDRA, Engine.POSTGRESQL);
            case SEARCH -> List.of(Engine.ELASTICSEARCH);
            case CACHE -> List.of(Engine.MEMCACHED);
            case OBJECT, DATASET -> List.of(Engine.S3);
            case RELATIONAL -> List.of(Engine.POSTGRESQL);
        };
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
