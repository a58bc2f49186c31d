package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarry.metadata.shard.Engine;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The wish. Whatever is not said has its default, so that two ways of saying the same are equal.
 * Description, workload, ttl, labels, deletion protection and, as far as it says so, what the
 * abstraction says of itself may change while the namespace lives; the rest may not. A null in the
 * constructor is what was not said.
 *
 * @param ttl how long an item lives that says nothing itself; null for ever
 * @param labels at most {@value NamespaceSpecs#MAX_LABELS}
 * @param relational of the abstraction relational, and null of every other
 * @param search of the abstraction search, and null of every other
 * @param object of the abstraction object, and null of every other
 * @param counter of the abstraction counter, and null of every other
 * @param dataset of the abstraction dataset, and null of every other
 * @param timeSeries of the abstraction time-series, and null of every other
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NamespaceSpec(
        Abstraction abstraction,
        String description,
        Workload workload,
        Writes writes,
        Consistency consistency,
        Durability durability,
        @Nullable IsoDuration ttl,
        CacheChoice cache,
        EngineChoice engine,
        Isolation isolation,
        Map<String, String> labels,
        boolean deletionProtection,
        @Nullable RelationalSpec relational,
        @Nullable SearchSpec search,
        @Nullable ObjectSpec object,
        @Nullable CounterSpec counter,
        @Nullable DatasetSpec dataset,
        @Nullable TimeSeriesSpec timeSeries) {
    public NamespaceSpec {
        Objects.requireNonNull(abstraction, "abstraction");
        description = Objects.requireNonNullElse(description, "");
        workload = Objects.requireNonNullElse(workload, Workload.unsaid());
        writes = Objects.requireNonNullElse(writes, Writes.LAST_WRITE_WINS);
        consistency = Objects.requireNonNullElse(consistency, Consistency.READ_YOUR_WRITES);
        durability = Objects.requireNonNullElse(durability, Durability.REPLICATED);
        cache = Objects.requireNonNullElse(cache, CacheChoice.AUTO);
        engine = Objects.requireNonNullElse(engine, EngineChoice.AUTO);
        isolation = Objects.requireNonNullElse(isolation, Isolation.SHARED);
        labels =
                java.util.Collections.unmodifiableMap(
                        new TreeMap<>(
                                Objects.requireNonNullElse(labels, Map.<String, String>of())));
        switch (abstraction) {
            case RELATIONAL ->
                    relational = Objects.requireNonNullElse(relational, RelationalSpec.DEFAULT);
            case SEARCH -> search = Objects.requireNonNullElse(search, SearchSpec.UNSAID);
            case OBJECT -> object = Objects.requireNonNullElse(object, ObjectSpec.DEFAULT);
            case COUNTER -> counter = Objects.requireNonNullElse(counter, CounterSpec.DEFAULT);
            case DATASET -> dataset = Objects.requireNonNullElse(dataset, DatasetSpec.UNSAID);
            case TIME_SERIES ->
                    timeSeries = Objects.requireNonNullElse(timeSeries, TimeSeriesSpec.DEFAULT);
            case KEY_VALUE, CACHE -> {}
        }
    }

    /** What the abstraction says of itself. */
    Particulars particulars() {
        return switch (abstraction) {
            case RELATIONAL -> Objects.requireNonNull(relational);
            case SEARCH -> Objects.requireNonNull(search);
            case OBJECT -> Objects.requireNonNull(object);
            case COUNTER -> Objects.requireNonNull(counter);
            case CACHE -> Particulars.Sectionless.CACHE;
            case DATASET -> Objects.requireNonNull(dataset);
            case TIME_SERIES -> Objects.requireNonNull(timeSeries);
            case KEY_VALUE -> Particulars.Sectionless.ALL_APPLIES;
        };
    }

    /** The engine that is to hold it. */
    public Engine chosenEngine() {
        return engine.or(particulars().engines().getFirst());
    }

    /** A key-value namespace with all defaults. */
    public static NamespaceSpec keyValue() {
        return of(Abstraction.KEY_VALUE);
    }

    /** With all defaults. */
    public static NamespaceSpec of(Abstraction abstraction) {
        return new NamespaceSpec(
                abstraction,
                "",
                Workload.unsaid(),
                Writes.LAST_WRITE_WINS,
                Consistency.READ_YOUR_WRITES,
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
                null,
                null,
                null);
    }
}
