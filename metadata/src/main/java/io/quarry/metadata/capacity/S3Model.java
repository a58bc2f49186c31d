package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.DatasetSpec;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.List;

/**
 * Objects on S3: what is stored, and how many requests. Copies, cores and memory are the object
 * store's own affair. AWS lets a prefix have 5,500 reads and 3,500 writes a second, so keys are
 * spread over as many prefixes as the traffic needs. A dataset's items are records, of which each
 * version that is kept has a snapshot and two deltas.
 */
record S3Model() implements EngineModel {
    private static final double READS_PER_PREFIX = 5_500;
    private static final double WRITES_PER_PREFIX = 3_500;

    /**
     * A snapshot, and what leads to it and back. Each delta is taken to be a tenth of the snapshot;
     * what really changes from version to version is not known.
     */
    private static final double WITH_DELTAS = 1.2;

    @Override
    public Estimate estimate(NamespaceSpec spec, Load load, int nodes) {
        double once = load.items() * load.itemBytes();
        DatasetSpec dataset = spec.dataset();
        double stored = dataset == null ? once : once * dataset.keepVersions() * WITH_DELTAS;
        String what =
                dataset == null
                        ? "objects"
                        : "snapshots and deltas of %d versions".formatted(dataset.keepVersions());
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
                        "%s of %s; the object store keeps its own copies"
                                .formatted(Units.bytes(stored), what),
                        prefixes
                                + " key prefixes bear the requests, at 5500 reads and 3500 writes a"
                                + " second each"),
                load.assumptions());
    }
}
