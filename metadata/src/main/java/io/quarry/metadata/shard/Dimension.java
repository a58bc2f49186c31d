package io.quarry.metadata.shard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a shard can run out of. The name is that of its member in JSON and of its columns. */
public enum Dimension {
    MILLICORES,
    MEMORY_BYTES,
    DISK_BYTES,
    READS_PER_SECOND,
    WRITES_PER_SECOND,
    OBJECTS;

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether shards have a column of what they are measured to use of it. */
    boolean isMeasured() {
        return switch (this) {
            case MEMORY_BYTES, DISK_BYTES -> true;
            case MILLICORES, READS_PER_SECOND, WRITES_PER_SECOND, OBJECTS -> false;
        };
    }
}
