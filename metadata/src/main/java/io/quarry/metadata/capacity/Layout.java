package io.quarry.metadata.capacity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the engine is to lay the data out.
 *
 * @param replication copies of each item that the engine keeps, itself or by us; 1 where that is
 *     the engine's own affair
 * @param partitions primary shards of an index, or key prefixes of a bucket; absent where the
 *     engine partitions by itself
 * @param compaction absent where the engine has no such choice
 * @param cacheAdvised whether a cache in front would pay
 * @param buckets how events are cut into partitions; absent where there are no events
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Layout(
        int replication,
        @Nullable Long partitions,
        @Nullable Compaction compaction,
        boolean cacheAdvised,
        @Nullable Buckets buckets) {

    /** Of what is no events. */
    public Layout(
            int replication,
            @Nullable Long partitions,
            @Nullable Compaction compaction,
            boolean cacheAdvised) {
        this(replication, partitions, compaction, cacheAdvised, null);
    }

    /** Few places to look for a read, or little rewriting for a write. */
    public enum Compaction {
        LEVELED,
        TIERED;

        @JsonValue
        public String wire() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The same in other buckets. */
    public Layout in(@Nullable Buckets other) {
        return new Layout(replication, partitions, compaction, cacheAdvised, other);
    }

    static Layout replicated(int replication) {
        return new Layout(replication, null, null, false);
    }
}
