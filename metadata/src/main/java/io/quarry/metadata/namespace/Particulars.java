package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Engine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an abstraction has to say of itself, and what of the rest of a spec it has a use for. On the
 * wire it is a section under the abstraction's name.
 */
sealed interface Particulars
        permits RelationalSpec,
                SearchSpec,
                ObjectSpec,
                CounterSpec,
                DatasetSpec,
                TimeSeriesSpec,
                Particulars.Sectionless {

    /** The engines that can hold it, before others the one that {@link EngineChoice#AUTO} means. */
    List<Engine> engines();

    /** As it is called where its engines are told. */
    default String called(Abstraction abstraction) {
        return abstraction.wire();
    }

    /** Adds everything that is wrong with what is said of this abstraction. */
    void check(NamespaceSpec spec, List<Violation> found);

    /** What cannot become of what was said before while the namespace lives, and why. */
    default List<Violation> frozen(@Nullable Particulars before) {
        return List.of();
    }

    /** The largest item that a workload may state. */
    default long mostItemBytes() {
        return NamespaceSpecs.MAX_ITEM_BYTES;
    }

    /** What would be accepted and have no effect must not be said. */
    static void nothingBut(NamespaceSpec spec, String why, List<Violation> found) {
        if (spec.writes() != Writes.LAST_WRITE_WINS) {
            found.add(new Violation("writes", why));
        }
        if (spec.consistency() != Consistency.READ_YOUR_WRITES) {
            found.add(new Violation("consistency", why));
        }
        if (spec.cache() != CacheChoice.AUTO) {
            found.add(new Violation("cache", why));
        }
    }

    /** Of an abstraction that is described by what all have. */
    enum Sectionless implements Particulars {
        /** Every field that all have is meant for it. */
        ALL_APPLIES {
            @Override
            public List<Engine> engines() {
                return List.of(Engine.CASSANDRA, Engine.POSTGRESQL);
            }

            @Override
            public void check(NamespaceSpec spec, List<Violation> found) {}
        },
        CACHE {
            @Override
            public List<Engine> engines() {
                return List.of(Engine.MEMCACHED);
            }

            @Override
            public void check(NamespaceSpec spec, List<Violation> found) {
                nothingBut(spec, "is not for cache, which may lose what it holds", found);
            }
        }
    }
}
