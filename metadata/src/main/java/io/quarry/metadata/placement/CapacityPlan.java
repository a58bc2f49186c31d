package io.quarry.metadata.placement;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.capacity.Layout;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a wish would take, with nothing made and nothing reserved.
 *
 * @param demand on the best shard; where none will do, on three nodes
 * @param assumptions what was assumed because the workload does not say it
 * @param warnings what the wish asks for and the best shard does not give
 * @param candidates every shard of the fleet, those that will do first and the best of them first
 * @param whatIf the same wish as stated, at more traffic, and with one zone lost, side by side
 * @param refusals why a request for such a namespace would be refused; empty if it would not be
 */
public record CapacityPlan(
        Engine engine,
        Layout layout,
        Capacity demand,
        Cost monthlyCost,
        List<String> reasons,
        List<String> assumptions,
        List<String> warnings,
        List<ShardVerdict> candidates,
        List<Scenario> whatIf,
        List<ProblemView> refusals) {
    public CapacityPlan {
        reasons = List.copyOf(reasons);
        assumptions = List.copyOf(assumptions);
        warnings = List.copyOf(warnings);
        candidates = List.copyOf(candidates);
        whatIf = List.copyOf(whatIf);
        refusals = List.copyOf(refusals);
    }

    /**
     * One shard and the wish.
     *
     * @param obstacles empty if it will do
     * @param dominantShare the shard's with the namespace on it; for those who may see the fleet,
     *     and null where the shard will not do
     */
    public record ShardVerdict(
            String shard, boolean fits, List<Obstacle> obstacles, @Nullable Double dominantShare) {
        public ShardVerdict {
            obstacles = List.copyOf(obstacles);
        }
    }

    /**
     * The wish under other circumstances.
     *
     * @param trafficFactor times the reads and writes that are stated
     * @param zonesLost of those that the copies lie in
     * @param shards that would bear it, the best first
     * @param against what speaks against each other shard of those that will do as things are
     */
    public record Scenario(
            double trafficFactor,
            int zonesLost,
            Capacity demand,
            Cost monthlyCost,
            List<String> shards,
            List<Unfit> against) {
        public Scenario {
            shards = List.copyOf(shards);
            against = List.copyOf(against);
        }
    }
}
