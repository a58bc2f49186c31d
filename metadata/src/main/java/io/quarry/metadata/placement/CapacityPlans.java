package io.quarry.metadata.placement;

import io.quarry.metadata.capacity.Estimate;
import io.quarry.metadata.capacity.Planner;
import io.quarry.metadata.capacity.PriceList;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.NamespaceSpecs;
import io.quarry.metadata.placement.CapacityPlan.Scenario;
import io.quarry.metadata.placement.CapacityPlan.ShardVerdict;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.ProblemView;
import io.quarry.metadata.shard.Shard;
import io.quarry.metadata.shard.Shards;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;

/** Spec in, plan out: what a namespace would take, by the rules of {@link Placing}. */
@ApplicationScoped
public class CapacityPlans {
    private static final int NODES_OF_A_FLEET_TO_COME = 3;

    private final Shards shards;
    private final PriceList prices;

    CapacityPlans(Shards shards, PriceList prices) {
        this.shards = shards;
        this.prices = prices;
    }

    /**
     * @param trafficFactor of the scenario with more traffic
     * @param wholeFleet whether the asker may see how full shards are
     */
    public CapacityPlan plan(NamespaceSpec spec, double trafficFactor, boolean wholeFleet) {
        List<Shard> fleet = shards.list();
        Placing placing = Placing.among(fleet, spec);
        Estimate estimate =
                placing.best()
                        .map(Candidate::estimate)
                        .orElseGet(() -> Planner.estimate(spec, NODES_OF_A_FLEET_TO_COME));
        return new CapacityPlan(
                estimate.engine(),
                estimate.layout(),
                estimate.demand(),
                prices.monthly(estimate.demand()),
                estimate.reasons(),
                estimate.assumptions(),
                placing.best()
                        .map(
                                best ->
                                        EffectiveOf.warnings(
                                                spec,
                                                best.shard(),
                                                shards.promised(best.shard().id()),
                                                estimate.layout().replication()))
                        .orElse(List.of()),
                verdicts(placing, wholeFleet),
                List.of(
                        scenario(placing, estimate, 1),
                        moreTraffic(fleet, placing, spec, trafficFactor),
                        zoneLost(placing, spec, estimate)),
                refusals(placing, spec));
    }

    private static List<ShardVerdict> verdicts(Placing placing, boolean wholeFleet) {
        List<ShardVerdict> verdicts = new ArrayList<>();
        for (Candidate candidate : placing.candidates()) {
            verdicts.add(
                    new ShardVerdict(
                            candidate.shard().id(),
                            true,
                            List.of(),
                            wholeFleet ? candidate.share() : null));
        }
        for (Unfit unfit : placing.unfit()) {
            verdicts.add(new ShardVerdict(unfit.shard(), false, unfit.obstacles(), null));
        }
        return verdicts;
    }

    private Scenario scenario(Placing placing, Estimate estimate, double trafficFactor) {
        return new Scenario(
                trafficFactor,
                0,
                estimate.demand(),
                prices.monthly(estimate.demand()),
                placing.candidates().stream().map(candidate -> candidate.shard().id()).toList(),
                List.of());
    }

    /** What speaks against a shard at any traffic is said once, among the plan's candidates. */
    private Scenario moreTraffic(
            List<Shard> fleet, Placing asStated, NamespaceSpec spec, double trafficFactor) {
        List<String> fit =
                asStated.candidates().stream().map(candidate -> candidate.shard().id()).toList();
        Placing placing = Placing.among(fleet, spec, trafficFactor);
        int nodes =
                asStated.best().map(best -> best.shard().nodes()).orElse(NODES_OF_A_FLEET_TO_COME);
        Scenario more =
                scenario(placing, Planner.estimate(spec, nodes, trafficFactor), trafficFactor);
        return new Scenario(
                more.trafficFactor(),
                more.zonesLost(),
                more.demand(),
                more.monthlyCost(),
                more.shards(),
                placing.unfit().stream().filter(unfit -> fit.contains(unfit.shard())).toList());
    }

    private Scenario zoneLost(Placing asStated, NamespaceSpec spec, Estimate estimate) {
        List<String> bear = new ArrayList<>();
        List<Unfit> against = new ArrayList<>();
        for (Candidate candidate : asStated.candidates()) {
            Shard shard = candidate.shard();
            List<Obstacle> obstacles = ZoneLoss.obstacles(shard, spec, candidate.estimate());
            if (obstacles.isEmpty()) {
                bear.add(shard.id());
            } else {
                against.add(new Unfit(shard.id(), obstacles));
            }
        }
        return new Scenario(
                1, 1, estimate.demand(), prices.monthly(estimate.demand()), bear, against);
    }

    private static List<ProblemView> refusals(Placing placing, NamespaceSpec spec) {
        List<ProblemView> refusals = new ArrayList<>();
        try {
            NamespaceSpecs.check(spec);
        } catch (ProblemException notOffered) {
            refusals.add(notOffered.view());
        }
        if (placing.candidates().isEmpty()) {
            refusals.add(placing.refusal().view());
        }
        return refusals;
    }
}
