package io.quarry.metadata.namespace;

import io.quarry.metadata.shard.Engine;
import java.util.List;

/**
 * What the planner made of the wish.
 *
 * @param replication copies of each item
 * @param warnings what the wish asks for and this does not meet
 * @param reasons why it was chosen so
 */
public record Effective(
        Engine engine,
        int replication,
        Limits limits,
        List<String> warnings,
        List<String> reasons) {
    public Effective {
        warnings = List.copyOf(warnings);
        reasons = List.copyOf(reasons);
    }
}
