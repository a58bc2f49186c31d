package io.quarry.metadata.placement;

import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.capacity.Estimate;
import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Durability;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Promised;
import io.quarry.metadata.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a wish comes to once it is known where: pure. */
final class EffectiveOf {
    private static final double DEFAULT_READS = 1_000;
    private static final double DEFAULT_WRITES = 500;
    private static final double HEADROOM = 2;

    private EffectiveOf() {}

    static Effective placed(
            NamespaceSpec spec, Shard shard, Promised promised, Estimate estimate, Cost cost) {
        List<String> reasons = new ArrayList<>(estimate.reasons());
        reasons.add(
                "of the shards that will do, "
                        + shard.id()
                        + " is the one whose dominant share stays least");
        if (spec.abstraction() != Abstraction.RELATIONAL) {
            reasons.add("admission allows the high end of the workload, or twice its middle");
        }
        reasons.addAll(estimate.assumptions());
        int planned = estimate.layout().replication();
        return new Effective(
                estimate.engine(),
                copies(shard.engine(), promised, planned),
                new Limits(
                        limit(spec.workload().readsPerSecond(), DEFAULT_READS),
                        limit(spec.workload().writesPerSecond(), DEFAULT_WRITES)),
                warnings(spec, shard, promised, planned),
                reasons,
                estimate.demand(),
                estimate.layout(),
                cost);
    }

    /** How many there are of each item, as far as that is known. */
    static int copies(Engine engine, Promised promised, int planned) {
        Long kept = promised.replication();
        if (kept == null) {
            return planned;
        }
        return switch (engine) {
            // the keyspace, or the server, says it for all
            case CASSANDRA, POSTGRESQL -> Math.toIntExact(Math.min(kept, Integer.MAX_VALUE));
            case ELASTICSEARCH, MEMCACHED, S3 -> Math.toIntExact(Math.min(kept, planned));
        };
    }

    /**
     * What the wish asks for and the shard does not give.
     *
     * @param planned copies of each item
     */
    static List<String> warnings(NamespaceSpec spec, Shard shard, Promised promised, int planned) {
        List<String> warnings = new ArrayList<>();
        // an object store keeps copies of its own, of which no layout knows
        boolean ours = shard.engine() != Engine.S3;
        boolean replicated = ours && spec.durability() == Durability.REPLICATED;
        if (replicated && copies(shard.engine(), promised, planned) < 2) {
            warnings.add(
                    "durability is not met: shard "
                            + shard.id()
                            + (shard.nodes() < 2
                                    ? " has one node, so each item has one copy"
                                    : " keeps one copy of each item"));
        }
        if (replicated && promised.impaired() != null) {
            warnings.add(
                    "durability is at risk: shard "
                            + shard.id()
                            + " is impaired, "
                            + promised.impaired());
        }
        spec.labels()
                .forEach(
                        (key, value) -> {
                            if (!shard.labels().containsKey(key)) {
                                warnings.add(
                                        "label " + key + ": shard " + shard.id() + " does not say");
                            }
                        });
        return warnings;
    }

    /** What admission allows: the high end, else twice the middle, else a default. */
    private static double limit(@Nullable Interval expected, double otherwise) {
        if (expected == null) {
            return otherwise;
        }
        Double high = expected.high();
        return Math.max(1, high == null ? HEADROOM * expected.mid() : high);
    }
}
