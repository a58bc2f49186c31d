package io.quarry.metadata.health;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a shard is, as of the last look at it.
 *
 * @param reason why it is not ANSWERING
 * @param since when it was first found so
 * @param promise what it can keep its promises by, as of its last answer; null if it never has
 *     answered
 * @param last what it answered last, however long ago; null if it never has
 */
@RegisterForReflection
public record Health(
        HealthState state,
        @Nullable String reason,
        Instant since,
        Instant checkedAt,
        @Nullable Promise promise,
        @Nullable Measurement last) {}
