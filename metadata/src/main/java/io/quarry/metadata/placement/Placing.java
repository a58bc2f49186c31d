package io.quarry.metadata.placement;

import io.quarry.metadata.capacity.Estimate;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.namespace.Isolation;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Dimension;
import io.quarry.metadata.shard.Engine;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.ShardState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The choice of a shard, as a pure function of the fleet and the wish. ADR 14 says why the shard
 * with the least dominant share is taken.
 *
 * @param candidates that fulfil every hard constraint, the best first
 * @param unfit the other shards, each with all that speaks against it
 */
public record Placing(List<Candidate> candidates, List<Unfit> unfit) {
    private static final Comparator<Candidate> BEST_FIRST =
            Comparator.comparingDouble(Candidate::share)
                    .thenComparing(candidate -> candidate.shard().id());

    private static final String DEDICATED = Isolation.DEDICATED.wire();

    public Placing {
        candidates = List.copyOf(candidates);
        unfit = List.copyOf(unfit);
    }

    public static Placing among(List<Shard> fleet, NamespaceSpec spec) {
        return among(fleet, spec, 1);
    }

    /**
     * Engine, state, labels, isolation and room in every dimension are hard constraints; an even
     * load is the goal.
     *
     * @param trafficFactor what if: so many times the reads and writes that are stated
     */
    public static Placing among(List<Shard> fleet, NamespaceSpec spec, double trafficFactor) {
        Map<Integer, Estimate> estimates = new HashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        List<Unfit> unfit = new ArrayList<>();
        for (Shard shard : fleet) {
            Estimate estimate =
                    estimates.computeIfAbsent(
                            nodes(shard), nodes -> Planner.estimate(spec, nodes, trafficFactor));
            List<Obstacle> obstacles = obstacles(shard, spec, estimate);
            if (obstacles.isEmpty()) {
                candidates.add(Candidate.of(shard, spec.isolation(), estimate));
            } else {
                unfit.add(new Unfit(shard.id(), obstacles));
            }
        }
        candidates.sort(BEST_FIRST);
        return new Placing(candidates, unfit);
    }

    /** The best shard, if any will do. */
    public Optional<Candidate> best() {
        return candidates.stream().findFirst();
    }

    /** Why nothing will do. */
    public ProblemException refusal() {
        List<Unfit> all = new ArrayList<>(unfit);
        candidates.forEach(
                candidate ->
                        all.add(
                                new Unfit(
                                        candidate.shard().id(),
                                        List.of(Obstacle.because("was filled at this moment")))));
        String reasons =
                all.isEmpty()
                        ? "there is none"
                        : all.stream().map(Unfit::sentence).collect(Collectors.joining("; "));
        return new ProblemException(
                ProblemCode.NO_CAPACITY,
                "No shard can take this namespace: " + reasons + ".",
                Map.of("shards", all.stream().map(Unfit::facts).toList()));
    }

    /** Why a namespace cannot grow where it is; moving it is another matter. */
    static ProblemException cannotGrow(Shard shard, Capacity growth) {
        Unfit unfit =
                new Unfit(
                        shard.id(),
                        growth.beyond(shard.free()).stream()
                                .map(dimension -> Obstacle.noRoom(shard, dimension, growth))
                                .toList());
        String reason =
                unfit.obstacles().isEmpty()
                        ? shard.id() + " was filled at this moment"
                        : unfit.sentence();
        return new ProblemException(
                ProblemCode.NO_CAPACITY,
                "The changed workload does not fit where the namespace is: " + reason + ".",
                Map.of("shards", List.of(unfit.facts())));
    }

    static Estimate estimate(NamespaceSpec spec, Shard shard) {
        return Planner.estimate(spec, nodes(shard));
    }

    /** What the namespace takes on a shard of one node, of two, and so on to the most copies. */
    static List<Estimate> estimates(NamespaceSpec spec) {
        return IntStream.rangeClosed(1, Planner.MOST_COPIES)
                .mapToObj(nodes -> Planner.estimate(spec, nodes))
                .toList();
    }

    /** More nodes than copies make no difference to one namespace. */
    private static int nodes(Shard shard) {
        return Math.min(Planner.MOST_COPIES, shard.nodes());
    }

    private static List<Obstacle> obstacles(Shard shard, NamespaceSpec spec, Estimate estimate) {
        Engine engine = estimate.engine();
        if (shard.engine() != engine) {
            return List.of(Obstacle.because("is of engine " + shard.engine()));
        }
        if (shard.state() != ShardState.ACTIVE) {
            return List.of(Obstacle.because("is " + shard.state()));
        }
        List<Obstacle> obstacles = new ArrayList<>();
        spec.labels()
                .forEach(
                        (key, value) -> {
                            String there = shard.labels().get(key);
                            if (there != null && !there.equals(value)) {
                                obstacles.add(Obstacle.because("has label " + key + "=" + there));
                            }
                        });
        isolation(shard, spec).ifPresent(obstacles::add);
        for (Dimension dimension : estimate.demand().beyond(shard.free())) {
            obstacles.add(Obstacle.noRoom(shard, dimension, estimate.demand()));
        }
        return obstacles;
    }

    /**
     * A dedicated namespace gets a shard that is labelled so and holds nothing, and reserves all of
     * it; others are kept from such shards even while they are empty.
     */
    private static Optional<Obstacle> isolation(Shard shard, NamespaceSpec spec) {
        boolean dedicated = DEDICATED.equals(shard.labels().get("isolation"));
        return switch (spec.isolation()) {
            case SHARED ->
                    dedicated
                            ? Optional.of(Obstacle.because("is kept for a dedicated namespace"))
                            : Optional.empty();
            case DEDICATED -> {
                if (!dedicated) {
                    yield Optional.of(Obstacle.because("is shared"));
                }
                yield shard.reserved().equals(Capacity.NONE)
                        ? Optional.empty()
                        : Optional.of(Obstacle.because("holds another namespace"));
            }
        };
    }
}
