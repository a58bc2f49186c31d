package io.quarry.metadata.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.problem.Violation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec field by field, because a mapper stops at the first fault and the caller should hear
 * of all.
 */
final class SpecReader {
    private final JsonFields fields = new JsonFields();
    private final SectionReader sections = new SectionReader(fields);

    List<Violation> violations() {
        return fields.violations();
    }

    int unknown() {
        return fields.unknown();
    }

    /**
     * Null if it is no object. A fault is among the violations, and its field has the default, so
     * that the other fields can be checked as well.
     */
    @Nullable NamespaceSpec read(JsonNode json) {
        if (!fields.object("", json)) {
            return null;
        }
        fields.known("", json, NAMES);
        Abstraction abstraction =
                fields.choice(json, "", "abstraction", Abstraction.values(), Abstraction::wire);
        if (abstraction == null && !json.hasNonNull("abstraction")) {
            fields.wrong("abstraction", "is required");
        }
        String description = fields.text(json, "", "description");
        Workload workload = workload(json.path("workload"));
        Writes writes = fields.choice(json, "", "writes", Writes.values(), Writes::wire);
        Consistency consistency =
                fields.choice(json, "", "consistency", Consistency.values(), Consistency::wire);
        Durability durability =
                fields.choice(json, "", "durability", Durability.values(), Durability::wire);
        IsoDuration ttl = fields.duration(json, "", "ttl");
        CacheChoice cache =
                fields.choice(json, "", "cache", CacheChoice.values(), CacheChoice::wire);
        EngineChoice engine =
                fields.choice(json, "", "engine", EngineChoice.values(), EngineChoice::wire);
        Isolation isolation =
                fields.choice(json, "", "isolation", Isolation.values(), Isolation::wire);
        Map<String, String> labels = labels(json.path("labels"));
        boolean protection = fields.flag(json, "deletion_protection");
        RelationalSpec relational = sections.relational(json.path("relational"));
        SearchSpec search = sections.search(json.path("search"));
        ObjectSpec object = sections.object(json.path("object"));
        CounterSpec counter = sections.counter(json.path("counter"));
        DatasetSpec dataset = sections.dataset(json.path("dataset"));
        TimeSeriesSpec timeSeries = sections.timeSeries(json.path("time_series"));
        NamespaceSpec defaults = NamespaceSpec.keyValue();
        return new NamespaceSpec(
                JsonFields.or(abstraction, defaults.abstraction()),
                JsonFields.or(description, ""),
                workload,
                JsonFields.or(writes, defaults.writes()),
                JsonFields.or(consistency, defaults.consistency()),
                JsonFields.or(durability, defaults.durability()),
                ttl,
                JsonFields.or(cache, defaults.cache()),
                JsonFields.or(engine, defaults.engine()),
                JsonFields.or(isolation, defaults.isolation()),
                labels,
                protection,
                relational,
                search,
                object,
                counter,
                dataset,
                timeSeries);
    }

    private static final Set<String> NAMES =
            Set.of(
                    "abstraction",
                    "description",
                    "workload",
                    "writes",
                    "consistency",
                    "durability",
                    "ttl",
                    "cache",
                    "engine",
                    "isolation",
                    "labels",
                    "deletion_protection",
                    "relational",
                    "search",
                    "object",
                    "counter",
                    "dataset",
                    "time_series");
    private static final Set<String> EXPECTATIONS =
            Set.of(
                    "reads_per_second",
                    "writes_per_second",
                    "item_bytes",
                    "items",
                    "read_latency_ms",
                    "write_latency_ms");

    private Workload workload(JsonNode json) {
        if (JsonFields.absent(json) || !fields.object("workload", json)) {
            return Workload.unsaid();
        }
        fields.known("workload", json, EXPECTATIONS);
        return new Workload(
                interval(json, "reads_per_second"),
                interval(json, "writes_per_second"),
                interval(json, "item_bytes"),
                interval(json, "items"),
                latency(json, "read_latency_ms"),
                latency(json, "write_latency_ms"));
    }

    private @Nullable Interval interval(JsonNode workload, String name) {
        JsonNode json = workload.path(name);
        String path = "workload." + name;
        if (JsonFields.absent(json)) {
            return null;
        }
        if (json.isNumber()) {
            return new Interval(null, json.doubleValue(), null);
        }
        if (!fields.object(path, json)) {
            return null;
        }
        fields.known(path, json, Set.of("low", "mid", "high"));
        Double low = fields.number(json, path, "low");
        Double mid = fields.number(json, path, "mid");
        Double high = fields.number(json, path, "high");
        if (mid == null) {
            if (JsonFields.absent(json.path("mid"))) {
                fields.wrong(path + ".mid", "is required");
            }
            return null;
        }
        return new Interval(low, mid, high);
    }

    private @Nullable Latency latency(JsonNode workload, String name) {
        JsonNode json = workload.path(name);
        String path = "workload." + name;
        if (JsonFields.absent(json) || !fields.object(path, json)) {
            return null;
        }
        fields.known(path, json, Set.of("mean", "p99"));
        return new Latency(fields.number(json, path, "mean"), fields.number(json, path, "p99"));
    }

    private Map<String, String> labels(JsonNode json) {
        Map<String, String> labels = new TreeMap<>();
        if (JsonFields.absent(json) || !fields.object("labels", json)) {
            return labels;
        }
        for (Map.Entry<String, JsonNode> label : json.properties()) {
            if (label.getValue().isTextual()) {
                labels.put(label.getKey(), label.getValue().textValue());
            } else {
                fields.wrong("labels." + label.getKey(), "must be text");
            }
        }
        return labels;
    }
}
