package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarry.metadata.shard.Engine;
import java.util.Locale;

/** The engine that is asked for; AUTO leaves it to the planner. */
public enum EngineChoice {
    AUTO,
    CASSANDRA,
    POSTGRESQL,
    ELASTICSEARCH,
    MEMCACHED,
    S3;

    /** The engine that is meant, where nothing but AUTO is said that one. */
    Engine or(Engine auto) {
        return switch (this) {
            case AUTO -> auto;
            case CASSANDRA -> Engine.CASSANDRA;
            case POSTGRESQL -> Engine.POSTGRESQL;
            case ELASTICSEARCH -> Engine.ELASTICSEARCH;
            case MEMCACHED -> Engine.MEMCACHED;
            case S3 -> Engine.S3;
        };
    }

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
