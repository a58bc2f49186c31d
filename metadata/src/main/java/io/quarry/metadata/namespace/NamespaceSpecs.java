package io.quarry.metadata.namespace;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarry.metadata.patch.MergePatch;
import io.quarry.metadata.problem.ProblemCode;
import io.quarry.metadata.problem.ProblemException;
import io.quarry.metadata.problem.Texts;
import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.row.Json;
import io.quarry.metadata.shard.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads and checks specs, and says everything that is wrong at once. */
public final class NamespaceSpecs {
    public static final int MAX_DESCRIPTION = 1_000;
    public static final int MAX_LABELS = 32;
    public static final int MAX_ITEM_BYTES = 1 << 20;
    public static final double MAX_EXPECTATION = 1e12;

    private static final Pattern LABEL_KEY =
            Pattern.compile("[a-z0-9]([a-z0-9._/-]{0,61}[a-z0-9])?");
    private static final Pattern LABEL_VALUE =
            Pattern.compile("[A-Za-z0-9]?([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private NamespaceSpecs() {}

    /**
     * Reads a spec from JSON as a client sends it.
     *
     * @throws ProblemException UNKNOWN_FIELD if nothing but unknown fields is wrong, else
     *     INVALID_REQUEST; with all violations
     */
    public static NamespaceSpec parse(JsonNode json) {
        SpecReader reader = new SpecReader();
        NamespaceSpec spec = reader.read(json);
        List<Violation> violations = new ArrayList<>(reader.violations());
        if (spec != null) {
            violations.addAll(validate(spec));
        }
        if (spec == null || !violations.isEmpty()) {
            boolean onlyUnknown = reader.unknown() > 0 && reader.unknown() == violations.size();
            throw refused(
                    onlyUnknown ? ProblemCode.UNKNOWN_FIELD : ProblemCode.INVALID_REQUEST,
                    violations);
        }
        return spec;
    }

    /**
     * The spec with a JSON Merge Patch applied; what it does not name stays as it is.
     *
     * @throws ProblemException as {@link #parse}, for what comes of it
     */
    public static NamespaceSpec patched(NamespaceSpec spec, JsonNode patch) {
        return parse(MergePatch.apply(Json.tree(spec), patch));
    }

    /**
     * What is well said but not offered yet is refused for a new wish only, so that a change of an
     * immutable field is told as that.
     *
     * @throws ProblemException INVALID_REQUEST with all violations, if there are any
     */
    public static void check(NamespaceSpec spec) {
        List<Violation> violations = validate(spec);
        offered(spec, violations);
        if (!violations.isEmpty()) {
            throw refused(ProblemCode.INVALID_REQUEST, violations);
        }
    }

    /** Everything that is wrong with a spec, with JSON paths as fields; empty if nothing is. */
    public static List<Violation> validate(NamespaceSpec spec) {
        List<Violation> found = new ArrayList<>();
        Texts.check("description", spec.description(), MAX_DESCRIPTION).ifPresent(found::add);
        IsoDuration ttl = spec.ttl();
        if (ttl != null) {
            Duration duration = ttl.duration();
            if (duration.compareTo(Duration.ofSeconds(1)) < 0
                    || duration.compareTo(Duration.ofDays(3650)) > 0) {
                found.add(new Violation("ttl", "must be from PT1S to P3650D"));
            }
        }
        workload(spec.workload(), spec.particulars().mostItemBytes(), found);
        labels(spec.labels(), found);
        engine(spec, found);
        SECTIONS.forEach(
                (abstraction, section) -> {
                    if (abstraction != spec.abstraction() && section.apply(spec) != null) {
                        found.add(
                                new Violation(
                                        section(abstraction),
                                        "is for the abstraction " + abstraction.wire() + " only"));
                    }
                });
        spec.particulars().check(spec, found);
        return found;
    }

    /** The fields in which two specs differ, as JSON paths of the first level. */
    public static List<String> changed(NamespaceSpec before, NamespaceSpec after) {
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, Function<NamespaceSpec, @Nullable Object>> field : FIELDS) {
            Function<NamespaceSpec, @Nullable Object> value = field.getValue();
            if (!java.util.Objects.equals(value.apply(before), value.apply(after))) {
                fields.add(field.getKey());
            }
        }
        return fields;
    }

    /** Whether what it takes of its shard may have become another. */
    static boolean sized(List<String> changed) {
        return changed.stream().anyMatch(SIZES::contains);
    }

    /** What of the change cannot be while the namespace lives, each with the reason. */
    public static List<Violation> immutable(NamespaceSpec before, NamespaceSpec after) {
        List<Violation> found = new ArrayList<>();
        for (String field : changed(before, after)) {
            if (!CHANGEABLE.contains(field)) {
                found.add(new Violation(field, "cannot change once it is set"));
            }
        }
        if (before.abstraction() == after.abstraction()) {
            found.addAll(after.particulars().frozen(before.particulars()));
        }
        return found;
    }

    /** What abstractions say of themselves, each under its name. */
    private static final Map<Abstraction, Function<NamespaceSpec, @Nullable Particulars>> SECTIONS =
            new EnumMap<>(
                    Map.of(
                            Abstraction.RELATIONAL, NamespaceSpec::relational,
                            Abstraction.SEARCH, NamespaceSpec::search,
                            Abstraction.OBJECT, NamespaceSpec::object,
                            Abstraction.COUNTER, NamespaceSpec::counter,
                            Abstraction.DATASET, NamespaceSpec::dataset,
                            Abstraction.TIME_SERIES, NamespaceSpec::timeSeries));

    private static final Set<String> CHANGEABLE =
            Set.of(
                    "description",
                    "workload",
                    "ttl",
                    "labels",
                    "deletion_protection",
                    "relational",
                    "search",
                    "object",
                    "counter",
                    "dataset",
                    "time_series");

    /** Those that the planner reads of what may change. */
    private static final Set<String> SIZES = Set.of("workload", "dataset", "time_series");

    private static final List<Map.Entry<String, Function<NamespaceSpec, @Nullable Object>>> FIELDS =
            List.of(
                    Map.entry("abstraction", NamespaceSpec::abstraction),
                    Map.entry("description", NamespaceSpec::description),
                    Map.entry("workload", NamespaceSpec::workload),
                    Map.entry("writes", NamespaceSpec::writes),
                    Map.entry("consistency", NamespaceSpec::consistency),
                    Map.entry("durability", NamespaceSpec::durability),
                    Map.entry("ttl", NamespaceSpec::ttl),
                    Map.entry("cache", NamespaceSpec::cache),
                    Map.entry("engine", NamespaceSpec::engine),
                    Map.entry("isolation", NamespaceSpec::isolation),
                    Map.entry("labels", NamespaceSpec::labels),
                    Map.entry("deletion_protection", NamespaceSpec::deletionProtection),
                    Map.entry("relational", NamespaceSpec::relational),
                    Map.entry("search", NamespaceSpec::search),
                    Map.entry("object", NamespaceSpec::object),
                    Map.entry("counter", NamespaceSpec::counter),
                    Map.entry("dataset", NamespaceSpec::dataset),
                    Map.entry("time_series", NamespaceSpec::timeSeries));

    /** What is asked for and not yet provisioned is refused here, never accepted and forgotten. */
    private static void offered(NamespaceSpec spec, List<Violation> found) {
        if (spec.consistency() == Consistency.BOUNDED) {
            found.add(
                    new Violation(
                            "consistency",
                            "bounded needs a cache in front, which is not offered yet"));
        }
        if (spec.isolation() == Isolation.DEDICATED) {
            found.add(new Violation("isolation", "must be shared; dedicated is not offered yet"));
        }
        if (spec.engine() == EngineChoice.POSTGRESQL
                && spec.abstraction() == Abstraction.KEY_VALUE) {
            found.add(
                    new Violation(
                            "engine", "must be auto or cassandra; postgresql is not offered yet"));
        }
    }

    /** Members are of one word or joined by underscores, as everywhere. */
    private static String section(Abstraction abstraction) {
        return abstraction.wire().replace('-', '_');
    }

    private static void engine(NamespaceSpec spec, List<Violation> found) {
        List<Engine> engines = spec.particulars().engines();
        if (!engines.contains(spec.chosenEngine())) {
            found.add(
                    new Violation(
                            "engine",
                            "must be auto or "
                                    + engines.stream()
                                            .map(engine -> engine.name().toLowerCase(Locale.ROOT))
                                            .collect(Collectors.joining(" or "))
                                    + " for "
                                    + spec.particulars().called(spec.abstraction())));
        }
    }

    private static void workload(Workload workload, long mostItemBytes, List<Violation> found) {
        interval("workload.reads_per_second", workload.readsPerSecond(), MAX_EXPECTATION, found);
        interval("workload.writes_per_second", workload.writesPerSecond(), MAX_EXPECTATION, found);
        interval("workload.item_bytes", workload.itemBytes(), mostItemBytes, found);
        interval("workload.items", workload.items(), MAX_EXPECTATION, found);
        latency("workload.read_latency_ms", workload.readLatencyMs(), found);
        latency("workload.write_latency_ms", workload.writeLatencyMs(), found);
    }

    private static void interval(
            String field, @Nullable Interval interval, double maximum, List<Violation> found) {
        if (interval == null) {
            return;
        }
        range(field + ".low", interval.low(), maximum, found);
        range(field + ".mid", interval.mid(), maximum, found);
        range(field + ".high", interval.high(), maximum, found);
        if (interval.low() != null && interval.low() > interval.mid()) {
            found.add(new Violation(field + ".low", "must not be above mid"));
        }
        if (interval.high() != null && interval.high() < interval.mid()) {
            found.add(new Violation(field + ".high", "must not be below mid"));
        }
    }

    private static void latency(String field, @Nullable Latency latency, List<Violation> found) {
        if (latency == null) {
            return;
        }
        range(field + ".mean", latency.mean(), 60_000, found);
        range(field + ".p99", latency.p99(), 60_000, found);
        if (latency.mean() != null && latency.p99() != null && latency.p99() < latency.mean()) {
            found.add(new Violation(field + ".p99", "must not be below mean"));
        }
    }

    private static void range(
            String field, @Nullable Double value, double maximum, List<Violation> found) {
        if (value != null && !(value >= 0 && value <= maximum)) {
            found.add(new Violation(field, "must be from 0 to " + (long) maximum));
        }
    }

    private static void labels(Map<String, String> labels, List<Violation> found) {
        if (labels.size() > MAX_LABELS) {
            found.add(new Violation("labels", "must be at most " + MAX_LABELS));
        }
        labels.forEach(
                (key, value) -> {
                    if (!LABEL_KEY.matcher(key).matches()) {
                        found.add(
                                new Violation("labels." + key, "the key must match " + LABEL_KEY));
                    }
                    if (!LABEL_VALUE.matcher(value).matches()) {
                        found.add(
                                new Violation(
                                        "labels." + key, "the value must match " + LABEL_VALUE));
                    }
                });
    }

    private static ProblemException refused(ProblemCode code, List<Violation> violations) {
        String fields =
                String.join(", ", violations.stream().map(Violation::field).distinct().toList());
        return new ProblemException(code, "The spec is not valid: " + fields, violations);
    }
}
