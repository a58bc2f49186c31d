package io.quarry.metadata.route;

import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.SearchSpec;
import io.quarry.metadata.namespace.Writes;
import org.jspecify.annotations.Nullable;

/**
 * What of a spec the data plane needs.
 *
 * @param cache null of all but caches, and in routes from before there were any
 * @param search the declared fields of a search namespace, and null of every other
 */
public record RouteSettings(
        Writes writes,
        Consistency consistency,
        @Nullable Long ttlSeconds,
        @Nullable CacheRoute cache,
        @Nullable SearchSpec search) {
    /** Of an abstraction that needs no more than all have. */
    public RouteSettings(Writes writes, Consistency consistency, @Nullable Long ttlSeconds) {
        this(writes, consistency, ttlSeconds, null, null);
    }
}
