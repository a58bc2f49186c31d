package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The wish. Whatever is not said has its default, so that two ways of saying the same are equal.
 * Description, workload, ttl, labels, deletion protection and what a database may take may change
 * while the namespace lives; the rest may not.
 *
 * @param ttl how long an item lives that says nothing itself; null for ever
 * @param labels at most {@value NamespaceSpecs#MAX_LABELS}
 * @param relational of the abstraction relational, and null of every other
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
        @Nullable RelationalSpec relational) {
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
        if (abstraction == Abstraction.RELATIONAL) {
            relational = Objects.requireNonNullElse(relational, RelationalSpec.DEFAULT);
        }
    }

    /** Of an abstraction that has nothing of its own to say, or with the defaults of that. */
    public NamespaceSpec(
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
            boolean deletionProtection) {
        this(
                abstraction,
                description,
                workload,
                writes,
                consistency,
                durability,
                ttl,
                cache,
                engine,
                isolation,
                labels,
                deletionProtection,
                null);
    }

    /** A key-value namespace with all defaults. */
    public static NamespaceSpec keyValue() {
        return new NamespaceSpec(
                Abstraction.KEY_VALUE,
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
                false);
    }
}
