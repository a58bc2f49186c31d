package io.quarry.metadata.capacity;

import io.quarry.metadata.namespace.Abstraction;
import io.quarry.metadata.namespace.CacheChoice;
import io.quarry.metadata.namespace.Consistency;
import io.quarry.metadata.namespace.CounterMode;
import io.quarry.metadata.namespace.CounterSpec;
import io.quarry.metadata.namespace.Durability;
import io.quarry.metadata.namespace.EngineChoice;
import io.quarry.metadata.namespace.Interval;
import io.quarry.metadata.namespace.Isolation;
import io.quarry.metadata.namespace.Latency;
import io.quarry.metadata.namespace.NamespaceSpec;
import io.quarry.metadata.namespace.TimeSeriesSpec;
import io.quarry.metadata.namespace.Workload;
import io.quarry.metadata.namespace.Writes;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Specs that differ in what they take. */
final class Workloads {
    private Workloads() {}

    static NamespaceSpec of(Abstraction abstraction, Workload workload) {
        return of(abstraction, workload, Consistency.READ_YOUR_WRITES);
    }

    static NamespaceSpec of(Abstraction abstraction, Workload workload, Consistency consistency) {
        return of(abstraction, workload, consistency, null, null);
    }

    static NamespaceSpec counter(CounterMode mode, Workload workload) {
        return of(
                Abstraction.COUNTER,
                workload,
                Consistency.READ_YOUR_WRITES,
                new CounterSpec(mode),
                null);
    }

    static NamespaceSpec series(TimeSeriesSpec series, Workload workload) {
        return of(Abstraction.TIME_SERIES, workload, Consistency.READ_YOUR_WRITES, null, series);
    }

    private static NamespaceSpec of(
            Abstraction abstraction,
            Workload workload,
            Consistency consistency,
            @Nullable CounterSpec counter,
            @Nullable TimeSeriesSpec series) {
        return new NamespaceSpec(
                abstraction,
                "",
                workload,
                Writes.LAST_WRITE_WINS,
                consistency,
                Durability.REPLICATED,
                null,
                CacheChoice.AUTO,
                EngineChoice.AUTO,
                Isolation.SHARED,
                Map.of(),
                false,
                null,
                null,
                null,
                counter,
                null,
                series);
    }

    static Workload said(
            @Nullable Double reads,
            @Nullable Double writes,
            @Nullable Double itemBytes,
            @Nullable Double items,
            @Nullable Double readMillis) {
        return new Workload(
                mid(reads),
                mid(writes),
                mid(itemBytes),
                mid(items),
                readMillis == null ? null : new Latency(readMillis, null),
                null);
    }

    private static @Nullable Interval mid(@Nullable Double value) {
        return value == null ? null : new Interval(null, value, null);
    }
}
