package io.quarry.metadata.capacity;

import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;

/**
 * What a workload takes on an engine.
 *
 * @param reasons how the demand and the layout come about, in sentences with their numbers
 * @param assumptions what was assumed because the workload does not say it
 */
public record Estimate(
        Engine engine,
        Capacity demand,
        Layout layout,
        List<String> reasons,
        List<String> assumptions) {
    public Estimate {
        reasons = List.copyOf(reasons);
        assumptions = List.copyOf(assumptions);
    }

    /** The same workload, with room of its own that nobody else gets. */
    public Estimate demanding(Capacity other) {
        return new Estimate(engine, other, layout, reasons, assumptions);
    }
}
