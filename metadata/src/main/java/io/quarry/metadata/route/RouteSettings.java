package io.quarry.metadata.route;

import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.Writes;
import org.jspecify.annotations.Nullable;

/** What of a spec the data plane needs. */
public record RouteSettings(Writes writes, Consistency consistency, @Nullable Long ttlSeconds) {}
