package io.quarry.metadata.placement;

import io.quarry.metadata.capacity.Estimate;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Dimension;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a namespace when one of the zones that its copies lie in is lost. Cores for it
 * are part of the demand; memory and disk go with the copies that they hold. What is left to ask is
 * whether enough copies remain to answer, and whether the rest bears all the requests.
 */
final class ZoneLoss {
    private ZoneLoss() {}

    /** Empty if the shard goes on serving it. */
    static List<Obstacle> obstacles(Shard shard, NamespaceSpec spec, Estimate estimate) {
        if (estimate.engine() == Engine.S3) {
            return List.of(); // its copies, and what becomes of them, are the store's own affair
        }
        int copies = estimate.layout().replication();
        int needed = needed(spec, estimate, copies);
        if (copies - 1 < needed) {
            return List.of(
                    Obstacle.because(
                            "keeps %d of %d copies, and %d must answer"
                                    .formatted(copies - 1, copies, needed)));
        }
        List<Obstacle> obstacles = new ArrayList<>();
        for (Dimension dimension :
                List.of(Dimension.READS_PER_SECOND, Dimension.WRITES_PER_SECOND)) {
            long limit = shard.capacity().of(dimension) / copies * (copies - 1);
            long used = shard.reserved().of(dimension);
            long requested = estimate.demand().of(dimension);
            if (requested > limit - used) {
                obstacles.add(Obstacle.noRoom(shard, dimension, limit, used, requested));
            }
        }
        return obstacles;
    }

    private static int needed(NamespaceSpec spec, Estimate estimate, int copies) {
        return switch (estimate.engine()) {
            case CASSANDRA ->
                    switch (spec.consistency()) {
                        case EVENTUAL -> 1;
                        case READ_YOUR_WRITES, BOUNDED -> copies / 2 + 1;
                    };
            case ELASTICSEARCH, MEMCACHED, POSTGRESQL -> 1;
            case S3 -> 0;
        };
    }
}
