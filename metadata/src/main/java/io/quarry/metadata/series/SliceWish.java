package io.quarry.metadata.series;

import io.quarry.metadata.namespace.Namespace;
import io.quarry.metadata.namespace.TimeSeriesSpec;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a namespace's slices at one moment.
 *
 * @param now by PostgreSQL's clock
 * @param settled whether its spec is in force, so that what it lets expire may go; one that is
 *     being changed only gets what it lacks
 * @param condemned what ends by then goes, whatever the spec says since; null where nothing was
 *     condemned yet
 */
public record SliceWish(
        Namespace namespace, Instant now, boolean settled, @Nullable Instant condemned) {
    public TimeSeriesSpec series() {
        return Objects.requireNonNullElse(namespace.spec().timeSeries(), TimeSeriesSpec.DEFAULT);
    }

    /** All slices that end by then are to go. */
    public Instant expiredBefore() {
        Instant kept = condemned == null ? Instant.EPOCH : condemned;
        Instant expired = settled ? series().expiredBefore(now) : kept;
        return expired.isAfter(kept) ? expired : kept;
    }
}
