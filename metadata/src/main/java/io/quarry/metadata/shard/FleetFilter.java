package io.quarry.metadata.shard;

import org.jspecify.annotations.Nullable;

/**
 * Which shards; null is no condition.
 *
 * @param state without one, all but those that are RETIRED
 * @param label its name and its value
 */
public record FleetFilter(
        @Nullable Engine engine, @Nullable ShardState state, @Nullable Label label) {
    public record Label(String name, String value) {}

    String digest() {
        return engine + " " + state + " " + label;
    }
}
