package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;

/**
 * Objects on S3: what is stored, and how many requests. Copies, cores and memory are the object
 * store's own affair. AWS lets a prefix have 5,500 reads and 3,500 writes a second, so keys are
 * spread over as many prefixes as the traffic needs.
 */
record S3Model() implements EngineModel {
    private static final double READS_PER_PREFIX = 5_500;
    private static final double WRITES_PER_PREFIX = 3_500;

    @Override
    public Estimate estimate(NamespaceSpec spec, Load load, int nodes) {
        double stored = load.items() * load.itemBytes();
        long prefixes =
                Units.whole(
                        Math.max(
                                1,
                                Math.max(
                                        load.readsPerSecond() / READS_PER_PREFIX,
                                        load.writesPerSecond() / WRITES_PER_PREFIX)));
        return new Estimate(
                Engine.S3,
                new Capacity(
                        0,
                        0,
                        Units.whole(stored),
                        Units.whole(load.readsPerSecond()),
                        Units.whole(load.writesPerSecond()),
                        1),
                new Layout(1, prefixes, null, false),
                List.of(
                        Units.bytes(stored) + " of objects; the object store keeps its own copies",
                        prefixes
                                + " key prefixes bear the requests, at 5500 reads and 3500 writes a"
                                + " second each"),
                load.assumptions());
    }
}
