package io.quarry.metadata.health;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a shard is, as of the last look at it.
 *
 * @param reason why it is not ANSWERING
 * @param since when it was first found so
 * @param last what it answered last, however long ago; null if it never has
 */
@RegisterForReflection
public record Health(
        HealthState state,
        @Nullable String reason,
        Instant since,
        Instant checkedAt,
        @Nullable Measurement last) {}
