package io.quarry.metadata.placement;

import io.quarry.metadata.capacity.Estimate;
import io.quarry.metadata.namespace.Isolation;
import io.quarry.metadata.shard.Shard;

/**
 * A shard that fulfils every hard constraint.
 *
 * @param estimate what the namespace takes there: the number of nodes decides how many copies
 * @param share the shard's dominant share once the namespace is there
 */
public record Candidate(Shard shard, Estimate estimate, double share) {
    static Candidate of(Shard shard, Isolation isolation, Estimate workload) {
        Estimate estimate =
                switch (isolation) {
                    case SHARED -> workload;
                    case DEDICATED -> workload.demanding(shard.capacity());
                };
        return new Candidate(
                shard,
                estimate,
                shard.taken().plus(estimate.demand()).dominantShare(shard.capacity()));
    }
}
