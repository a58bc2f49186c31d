package io.quarry.metadata.series;

import io.quarry.metadata.namespace.NamespaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A namespace whose slices do not turn.
 *
 * @param since when a turn failed for the first time in a row
 * @param coveredUntil up to when its events have a table; null if that was never found out
 */
public record FailingSlices(
        NamespaceId namespace, Instant since, String reason, @Nullable Instant coveredUntil) {}
