package io.quarry.metadata.shard;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What comes of a shard's state when it stops answering, and when it answers again. A shard that
 * takes nothing new for another reason keeps that reason; its health tells the rest.
 */
final class Failing {
    private Failing() {}

    /** The state that it gets, if it gets another. */
    static Optional<ShardState> silent(ShardState now) {
        return switch (now) {
            case ACTIVE, CORDONED -> Optional.of(ShardState.FAILED);
            case PROVISIONING, DRAINING, RETIRED, FAILED -> Optional.empty();
        };
    }

    /**
     * The state that it gets, if it gets another.
     *
     * @param from what it was when it failed
     */
    static Optional<ShardState> answering(ShardState now, @Nullable ShardState from) {
        return switch (now) {
            case FAILED -> Optional.of(from == null ? ShardState.ACTIVE : from);
            case PROVISIONING, ACTIVE, CORDONED, DRAINING, RETIRED -> Optional.empty();
        };
    }
}
