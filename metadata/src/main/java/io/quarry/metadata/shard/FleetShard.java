package io.quarry.metadata.shard;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A shard as operators see it.
 *
 * @param revision rises with what is said of it and with its state, never with what is reserved
 * @param reason why it is not what it should be, where something is to be said
 * @param operation what is under way on it
 */
public record FleetShard(
        Shard shard,
        long revision,
        @Nullable String reason,
        @Nullable UUID operation,
        Instant createdAt,
        Instant updatedAt) {}
