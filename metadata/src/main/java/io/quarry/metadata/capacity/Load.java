package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.Latency;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.Workload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload in the numbers that are planned with: one for each interval, and an assumption for
 * what is not said.
 *
 * @param readsPerSecond as clients send them
 * @param writesPerSecond as clients send them
 * @param itemBytes of one item's value
 * @param items that are kept at the same time
 * @param readMillis the mean latency that reads are to have
 * @param latencyStated whether {@code readMillis} is the workload's word
 */
record Load(
        double readsPerSecond,
        double writesPerSecond,
        double itemBytes,
        double items,
        double readMillis,
        boolean latencyStated,
        List<String> assumptions) {
    private static final double READS_PER_SECOND = 5;
    private static final double WRITES_PER_SECOND = 2;
    private static final double ITEM_BYTES = 1_024;
    private static final double ITEMS = 10_000;
    private static final double READ_MILLIS = 10;
    private static final double KIB = 1_024;

    /** The digits of a 64-bit number and its sign, as memcached keeps it. */
    private static final double COUNT_BYTES = 20;

    Load {
        assumptions = List.copyOf(assumptions);
    }

    /**
     * @param trafficFactor multiplies reads and writes, not what is stored
     */
    static Load of(NamespaceSpec spec, double trafficFactor) {
        Workload workload = spec.workload();
        List<String> assumptions = new ArrayList<>();
        Double latency = latency(workload.readLatencyMs());
        Load load =
                new Load(
                        trafficFactor
                                * planned(
                                        "reads_per_second",
                                        workload.readsPerSecond(),
                                        READS_PER_SECOND,
                                        assumptions),
                        trafficFactor
                                * planned(
                                        "writes_per_second",
                                        workload.writesPerSecond(),
                                        WRITES_PER_SECOND,
                                        assumptions),
                        spec.abstraction() == Abstraction.COUNTER
                                ? COUNT_BYTES
                                : planned(
                                        "item_bytes",
                                        workload.itemBytes(),
                                        ITEM_BYTES,
                                        assumptions),
                        planned("items", workload.items(), ITEMS, assumptions),
                        latency == null ? READ_MILLIS : latency,
                        latency != null,
                        assumptions);
        if (latency == null) {
            assumptions.add(assumed("read_latency_ms", READ_MILLIS));
        }
        return load.assuming(assumptions);
    }

    double itemKib() {
        return itemBytes / KIB;
    }

    /**
     * The three-point estimate of PERT, (low + 4 mid + high) / 6: namespaces that share a shard do
     * not peak together, so neither end alone is planned for.
     */
    private static double planned(
            String name, @Nullable Interval said, double otherwise, List<String> assumptions) {
        if (said == null) {
            assumptions.add(assumed(name, otherwise));
            return otherwise;
        }
        double low = said.low() == null ? said.mid() : said.low();
        double high = said.high() == null ? said.mid() : said.high();
        return (low + 4 * said.mid() + high) / 6;
    }

    /**
     * The stricter of the mean and of what the 99th percentile makes of it, latencies taken as
     * exponential: p99 = ln(100) x mean.
     */
    private static @Nullable Double latency(@Nullable Latency said) {
        if (said == null || (said.mean() == null && said.p99() == null)) {
            return null;
        }
        double byMean = said.mean() == null ? Double.MAX_VALUE : said.mean();
        double byTail = said.p99() == null ? Double.MAX_VALUE : said.p99() / Math.log(100);
        return Math.min(byMean, byTail);
    }

    private static String assumed(String name, double value) {
        return "workload." + name + " is not said; " + Math.round(value) + " is assumed";
    }

    private Load assuming(List<String> assumptions) {
        return new Load(
                readsPerSecond,
                writesPerSecond,
                itemBytes,
                items,
                readMillis,
                latencyStated,
                assumptions);
    }
}
