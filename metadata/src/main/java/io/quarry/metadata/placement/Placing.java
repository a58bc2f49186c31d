package io.quarry.metadata.placement;

import io.quarry.metadata.namespace.Durability;
import io.quarry.metadata.namespace.Effective;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.Limits;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The choice of a shard, as a pure function of the fleet and the wish.
 *
 * @param candidates that fulfil every hard constraint, the emptiest first
 * @param whyNot what speaks against each other shard, in a sentence that names it
 */
public record Placing(List<Shard> candidates, List<String> whyNot) {
    private static final int COPIES = 3;
    private static final double DEFAULT_READS = 1_000;
    private static final double DEFAULT_WRITES = 500;
    private static final double HEADROOM = 2;

    public Placing {
        candidates = List.copyOf(candidates);
        whyNot = List.copyOf(whyNot);
    }

    /** Engine, state, labels and room are hard constraints; the emptiest shard is the best. */
    public static Placing among(List<Shard> fleet, NamespaceSpec spec) {
        List<Shard> candidates = new ArrayList<>();
        List<String> whyNot = new ArrayList<>();
        for (Shard shard : fleet) {
            String reason = against(shard, spec);
            if (reason == null) {
                candidates.add(shard);
            } else {
                whyNot.add(shard.id() + " " + reason);
            }
        }
        candidates.sort(Comparator.comparingInt(Shard::free).reversed().thenComparing(Shard::id));
        return new Placing(candidates, whyNot);
    }

    /** The best shard, if any will do. */
    public Optional<Shard> best() {
        return candidates.stream().findFirst();
    }

    /** Why nothing will do. */
    public ProblemException refusal() {
        List<String> reasons = new ArrayList<>(whyNot);
        candidates.forEach(shard -> reasons.add(shard.id() + " was filled at this moment"));
        if (reasons.isEmpty()) {
            reasons.add("there is none");
        }
        return new ProblemException(
                ProblemCode.NO_CAPACITY,
                "No shard can take this namespace: " + String.join("; ", reasons) + ".");
    }

    /** What comes of the wish on that shard. */
    public static Effective effective(NamespaceSpec spec, Shard shard) {
        int replication = Math.min(COPIES, Math.max(1, shard.endpoints().size()));
        List<String> warnings = new ArrayList<>();
        if (spec.durability() == Durability.REPLICATED && replication < 2) {
            warnings.add(
                    "durability is not met: shard "
                            + shard.id()
                            + " has one node, so each item has one copy");
        }
        spec.labels()
                .forEach(
                        (key, value) -> {
                            if (!shard.labels().containsKey(key)) {
                                warnings.add(
                                        "label " + key + ": shard " + shard.id() + " does not say");
                            }
                        });
        Limits limits =
                new Limits(
                        limit(spec.workload().readsPerSecond(), DEFAULT_READS),
                        limit(spec.workload().writesPerSecond(), DEFAULT_WRITES));
        return new Effective(
                shard.engine(),
                replication,
                limits,
                warnings,
                List.of(
                        "Cassandra keeps key-value records sorted within a partition",
                        shard.id() + " has room for " + shard.free() + " more tables",
                        "admission allows the high end of the workload, or twice its middle"));
    }

    /** What admission allows: the high end, else twice the middle, else a default. */
    private static double limit(@Nullable Interval expected, double otherwise) {
        if (expected == null) {
            return otherwise;
        }
        Double high = expected.high();
        return Math.max(1, high == null ? HEADROOM * expected.mid() : high);
    }

    private static @Nullable String against(Shard shard, NamespaceSpec spec) {
        if (shard.engine() != Engine.CASSANDRA) {
            return "is of engine " + shard.engine();
        }
        if (shard.state() != ShardState.ACTIVE) {
            return "is " + shard.state();
        }
        for (Map.Entry<String, String> label : spec.labels().entrySet()) {
            String there = shard.labels().get(label.getKey());
            if (there != null && !there.equals(label.getValue())) {
                return "has label " + label.getKey() + "=" + there;
            }
        }
        return shard.free() < 1
                ? "is full: "
                        + shard.reserved().objects()
                        + " of "
                        + shard.capacity().objects()
                        + " tables are reserved"
                : null;
    }
}
