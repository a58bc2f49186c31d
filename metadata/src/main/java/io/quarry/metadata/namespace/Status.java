package io.quarry.metadata.namespace;

import io.quarry.metadata.placement.Placement;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is.
 *
 * @param reason why the namespace is in this state, where that needs saying
 * @param epoch rises with each move
 * @param endpoint the path below which its data is served
 * @param operationId the operation under way, or null
 */
public record Status(
        NamespaceState state,
        @Nullable String reason,
        int epoch,
        String endpoint,
        @Nullable UUID operationId,
        List<Placement> placements,
        Effective effective) {
    public Status {
        placements = List.copyOf(placements);
    }
}
