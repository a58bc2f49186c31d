package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a counter namespace guarantees. It stays as it is while the namespace lives.
 *
 * @param mode decides the engine too: memcached for {@link CounterMode#BEST_EFFORT}, Cassandra for
 *     the others
 */
public record CounterSpec(CounterMode mode) implements Particulars {
    public static final CounterSpec DEFAULT = new CounterSpec(CounterMode.EVENTUAL);

    @Override
    public List<Engine> engines() {
        return switch (mode) {
            case BEST_EFFORT -> List.of(Engine.MEMCACHED);
            case EVENTUAL, ACCURATE -> List.of(Engine.CASSANDRA);
        };
    }

    @Override
    public String called(Abstraction abstraction) {
        return abstraction.wire() + " of the mode " + mode.wire();
    }

    @Override
    public void check(NamespaceSpec spec, List<Violation> found) {
        Particulars.nothingBut(spec, "is not for counter, where the mode decides it", found);
        if (spec.ttl() != null) {
            found.add(new Violation("ttl", "is not for counter, whose counts do not expire"));
        }
        if (spec.workload().itemBytes() != null) {
            found.add(
                    new Violation(
                            "workload.item_bytes",
                            "is not for counter, whose counts are all of one size"));
        }
    }

    @Override
    public List<Violation> frozen(@Nullable Particulars before) {
        return before instanceof CounterSpec was && was.mode != mode
                ? List.of(
                        new Violation(
                                "counter.mode",
                                "cannot change: "
                                        + was.mode.wire()
                                        + " keeps counts in another way than "
                                        + mode.wire()))
                : List.of();
    }
}
