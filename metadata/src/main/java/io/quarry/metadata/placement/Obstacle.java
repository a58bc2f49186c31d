package io.quarry.metadata.placement;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Dimension;
import io.quarry.metadata.shard.Shard;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that speaks against a shard.
 *
 * @param reason what follows the shard's name in a sentence
 * @param dimension in which there is no room; with it come limit, used and requested, and without
 *     it they are absent
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Obstacle(
        String reason,
        @Nullable Dimension dimension,
        @Nullable Long limit,
        @Nullable Long used,
        @Nullable Long requested) {

    static Obstacle because(String reason) {
        return new Obstacle(reason, null, null, null, null);
    }

    static Obstacle noRoom(Shard shard, Dimension dimension, Capacity demand) {
        return noRoom(
                shard,
                dimension,
                shard.capacity().of(dimension),
                shard.taken().of(dimension),
                demand.of(dimension));
    }

    static Obstacle noRoom(
            Shard shard, Dimension dimension, long limit, long used, long requested) {
        String reason =
                switch (dimension) {
                    case OBJECTS ->
                            "is full: %d of %d %s are reserved, %d requested"
                                    .formatted(used, limit, objects(shard), requested);
                    case MILLICORES,
                            MEMORY_BYTES,
                            DISK_BYTES,
                            READS_PER_SECOND,
                            WRITES_PER_SECOND ->
                            "has too few %s: limit %d, used %d, requested %d"
                                    .formatted(dimension.wire(), limit, used, requested);
                };
        return new Obstacle(reason, dimension, limit, used, requested);
    }

    Map<String, Object> facts() {
        return dimension == null || limit == null || used == null || requested == null
                ? Map.of("reason", reason)
                : Map.of(
                        "reason", reason,
                        "dimension", dimension.wire(),
                        "limit", limit,
                        "used", used,
                        "requested", requested);
    }

    private static String objects(Shard shard) {
        return switch (shard.engine()) {
            case CASSANDRA -> "tables";
            case ELASTICSEARCH -> "index shards";
            case MEMCACHED -> "pools";
            case S3 -> "buckets";
            case POSTGRESQL -> "databases";
        };
    }
}
