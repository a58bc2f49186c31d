package io.quarry.metadata.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change of one resource.
 *
 * @param row where it stands in the order of changes
 * @param id its identity; the same when it is published again
 * @param tenant whose it is; null for what belongs to no tenant
 * @param subject the resource, such as {@code operations/<id>}
 * @param data the resource as the change left it, as JSON
 */
public record ChangeEvent(
        long row,
        UUID id,
        Instant at,
        @Nullable String tenant,
        String type,
        String subject,
        String data) {}
