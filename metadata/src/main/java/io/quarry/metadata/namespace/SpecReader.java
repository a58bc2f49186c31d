package io.quarry.metadata.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.problem.Violation;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a spec field by field, because a mapper stops at the first fault and the caller should hear
 * of all.
 */
final class SpecReader {
    private final List<Violation> violations = new ArrayList<>();
    private int unknown;

    List<Violation> violations() {
        return violations;
    }

    int unknown() {
        return unknown;
    }

    /**
     * Null if it is no object. A fault is among the violations, and its field has the default, so
     * that the other fields can be checked as well.
     */
    @Nullable NamespaceSpec read(JsonNode json) {
        if (!object("", json)) {
            return null;
        }
        known("", json, NAMES);
        Abstraction abstraction =
                choice(json, "abstraction", Abstraction.values(), Abstraction::wire);
        if (abstraction == null && !json.hasNonNull("abstraction")) {
            violations.add(new Violation("abstraction", "is required"));
        }
        String description = text(json, "description");
        Workload workload = workload(json.path("workload"));
        Writes writes = choice(json, "writes", Writes.values(), Writes::wire);
        Consistency consistency =
                choice(json, "consistency", Consistency.values(), Consistency::wire);
        Durability durability = choice(json, "durability", Durability.values(), Durability::wire);
        IsoDuration ttl = duration(json, "", "ttl");
        CacheChoice cache = choice(json, "cache", CacheChoice.values(), CacheChoice::wire);
        EngineChoice engine = choice(json, "engine", EngineChoice.values(), EngineChoice::wire);
        Isolation isolation = choice(json, "isolation", Isolation.values(), Isolation::wire);
        Map<String, String> labels = labels(json.path("labels"));
        boolean protection = flag(json, "deletion_protection");
        RelationalSpec relational = relational(json.path("relational"));
        NamespaceSpec defaults = NamespaceSpec.keyValue();
        return new NamespaceSpec(
                or(abstraction, defaults.abstraction()),
                or(description, ""),
                workload,
                or(writes, defaults.writes()),
                or(consistency, defaults.consistency()),
                or(durability, defaults.durability()),
                ttl,
                or(cache, defaults.cache()),
                or(engine, defaults.engine()),
                or(isolation, defaults.isolation()),
                labels,
                protection,
                relational);
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
                    "relational");
    private static final Set<String> EXPECTATIONS =
            Set.of(
                    "reads_per_second",
                    "writes_per_second",
                    "item_bytes",
                    "items",
                    "read_latency_ms",
                    "write_latency_ms");

    private Workload workload(JsonNode json) {
        if (absent(json) || !object("workload", json)) {
            return Workload.unsaid();
        }
        known("workload", json, EXPECTATIONS);
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
        if (absent(json)) {
            return null;
        }
        if (json.isNumber()) {
            return new Interval(null, json.doubleValue(), null);
        }
        if (!object(path, json)) {
            return null;
        }
        known(path, json, Set.of("low", "mid", "high"));
        Double low = number(json, path, "low");
        Double mid = number(json, path, "mid");
        Double high = number(json, path, "high");
        if (mid == null) {
            if (absent(json.path("mid"))) {
                violations.add(new Violation(path + ".mid", "is required"));
            }
            return null;
        }
        return new Interval(low, mid, high);
    }

    private @Nullable RelationalSpec relational(JsonNode json) {
        if (absent(json) || !object("relational", json)) {
            return null;
        }
        known("relational", json, Set.of("max_connections", "statement_timeout", "storage_bytes"));
        RelationalSpec defaults = RelationalSpec.DEFAULT;
        return new RelationalSpec(
                Math.toIntExact(
                        or(
                                whole(json, "relational", "max_connections", Integer.MAX_VALUE),
                                (long) defaults.maxConnections())),
                or(duration(json, "relational", "statement_timeout"), defaults.statementTimeout()),
                or(
                        whole(json, "relational", "storage_bytes", Long.MAX_VALUE),
                        defaults.storageBytes()));
    }

    private @Nullable Latency latency(JsonNode workload, String name) {
        JsonNode json = workload.path(name);
        String path = "workload." + name;
        if (absent(json) || !object(path, json)) {
            return null;
        }
        known(path, json, Set.of("mean", "p99"));
        return new Latency(number(json, path, "mean"), number(json, path, "p99"));
    }

    private Map<String, String> labels(JsonNode json) {
        Map<String, String> labels = new TreeMap<>();
        if (absent(json) || !object("labels", json)) {
            return labels;
        }
        for (Map.Entry<String, JsonNode> label : json.properties()) {
            if (label.getValue().isTextual()) {
                labels.put(label.getKey(), label.getValue().textValue());
            } else {
                violations.add(new Violation("labels." + label.getKey(), "must be text"));
            }
        }
        return labels;
    }

    private @Nullable IsoDuration duration(JsonNode json, String path, String name) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        String field = path.isEmpty() ? name : path + "." + name;
        if (!value.isTextual()) {
            violations.add(new Violation(field, "must be text"));
            return null;
        }
        try {
            return IsoDuration.of(value.textValue());
        } catch (DateTimeParseException notIso) {
            violations.add(
                    new Violation(field, "must be an ISO-8601 duration such as P90D or PT1H"));
            return null;
        }
    }

    private <E> @Nullable E choice(
            JsonNode json, String name, E[] values, Function<E, String> wire) {
        String text = text(json, name);
        if (text == null) {
            return null;
        }
        for (E value : values) {
            if (wire.apply(value).equals(text)) {
                return value;
            }
        }
        violations.add(
                new Violation(
                        name,
                        "must be one of "
                                + String.join(", ", Arrays.stream(values).map(wire).toList())));
        return null;
    }

    private @Nullable String text(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        if (!value.isTextual()) {
            violations.add(new Violation(name, "must be text"));
            return null;
        }
        return value.textValue();
    }

    private boolean flag(JsonNode json, String name) {
        JsonNode value = json.path(name);
        if (!absent(value) && !value.isBoolean()) {
            violations.add(new Violation(name, "must be true or false"));
        }
        return !absent(value) && value.booleanValue();
    }

    private @Nullable Double number(JsonNode json, String path, String name) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        if (!value.isNumber()) {
            violations.add(new Violation(path + "." + name, "must be a number"));
            return null;
        }
        return value.doubleValue();
    }

    private @Nullable Long whole(JsonNode json, String path, String name, long most) {
        JsonNode value = json.path(name);
        if (absent(value)) {
            return null;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() > most
                || value.longValue() < -most) {
            violations.add(new Violation(path + "." + name, "must be a whole number"));
            return null;
        }
        return value.longValue();
    }

    private boolean object(String path, JsonNode json) {
        if (!json.isObject()) {
            violations.add(new Violation(path.isEmpty() ? "body" : path, "must be an object"));
            return false;
        }
        return true;
    }

    private void known(String path, JsonNode json, Set<String> names) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (!names.contains(field.getKey())) {
                unknown++;
                violations.add(
                        new Violation(
                                path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                                "is not known"));
            }
        }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static boolean absent(JsonNode json) {
        return json.isMissingNode() || json.isNull();
    }
}
