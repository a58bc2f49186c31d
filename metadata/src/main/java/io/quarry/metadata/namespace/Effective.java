package io.quarry.metadata.namespace;

import io.quarry.metadata.capacity.Buckets;
import io.quarry.metadata.capacity.Cost;
import io.quarry.metadata.capacity.Layout;
import io.quarry.metadata.shard.Capacity;
import io.quarry.metadata.shard.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the planner made of the wish.
 *
 * @param replication copies of each item
 * @param warnings what the wish asks for and this does not meet
 * @param reasons why it was chosen so
 * @param demand what is reserved for it; of what was placed before demands were known, one object
 * @param layout how the data is laid out
 * @param monthlyCost of the demand, by the price list of the time; null before there was one
 */
public record Effective(
        Engine engine,
        int replication,
        Limits limits,
        List<String> warnings,
        List<String> reasons,
        Capacity demand,
        Layout layout,
        @Nullable Cost monthlyCost) {
    private static final Capacity UNKNOWN = new Capacity(0, 0, 0, 0, 0, 1);

    public Effective {
        demand = Objects.requireNonNullElse(demand, UNKNOWN);
        layout =
                Objects.requireNonNullElseGet(
                        layout, () -> new Layout(replication, null, null, false));
        warnings = List.copyOf(warnings);
        reasons = List.copyOf(reasons);
    }

    /**
     * The same in the buckets that there are: whoever has written and whoever reads must agree on
     * them, so another workload does not change them.
     */
    public Effective inBucketsOf(Effective before) {
        Buckets now = layout.buckets();
        Buckets was = before.layout().buckets();
        if (now == null || was == null || now.equals(was)) {
            return this;
        }
        List<String> said = new ArrayList<>(reasons);
        said.add(
                "partitions stay as they were cut, "
                        + was.time()
                        + " over "
                        + was.events()
                        + ", since they are found by it");
        return new Effective(
                engine, replication, limits, warnings, said, demand, layout.in(was), monthlyCost);
    }

    /** Without what the planner says of demand and price. */
    public Effective(
            Engine engine,
            int replication,
            Limits limits,
            List<String> warnings,
            List<String> reasons) {
        this(
                engine,
                replication,
                limits,
                warnings,
                reasons,
                UNKNOWN,
                new Layout(replication, null, null, false),
                null);
    }
}
