package io.quarry.metadata.health;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a shard answered at one moment.
 *
 * @param status the engine's own word for how it is, where it has one
 * @param metrics by name, in the unit that the name ends with; which ones depends on the engine
 */
@RegisterForReflection
public record Measurement(Instant at, @Nullable String status, Map<String, BigDecimal> metrics) {
    public Measurement {
        metrics = Map.copyOf(metrics);
    }
}
