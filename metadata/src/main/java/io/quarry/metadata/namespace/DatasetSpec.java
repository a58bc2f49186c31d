package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset's versions hold, and how many are kept. Types and fields may be added while the
 * namespace lives; what is there stays as it is. {@code keepVersions} may change.
 *
 * @param types by name, from 1 to {@value #MOST_TYPES}; none refers to itself, however indirectly,
 *     since Hollow keeps no such records
 * @param keepVersions that are announced, from 1 to {@value #MOST_VERSIONS}; older ones may go
 */
public record DatasetSpec(Map<String, DatasetType> types, int keepVersions) implements Particulars {
    public static final int MOST_TYPES = 100;
    public static final int MOST_VERSIONS = 1_000;
    public static final int DEFAULT_VERSIONS = 10;

    static final DatasetSpec UNSAID = new DatasetSpec(Map.of(), DEFAULT_VERSIONS);

    /** With a capital, so that none is taken for what a field holds itself. */
    private static final Pattern NAME = Pattern.compile("[A-Z][A-Za-z0-9_]{0,63}");

    public DatasetSpec {
        types =
                Collections.unmodifiableMap(
                        new TreeMap<>(
                                Objects.requireNonNullElse(types, Map.<String, DatasetType>of())));
    }

    @Override
    public List<Engine> engines() {
        return List.of(Engine.S3);
    }

    @Override
    public void check(NamespaceSpec spec, List<Violation> found) {
        if (types.isEmpty() || types.size() > MOST_TYPES) {
            found.add(new Violation("dataset.types", "must be from 1 to " + MOST_TYPES));
        }
        Set<String> referred =
                types.values().stream()
                        .flatMap(type -> type.fields().values().stream())
                        .collect(Collectors.toSet());
        types.forEach(
                (name, type) -> {
                    if (!NAME.matcher(name).matches()) {
                        found.add(new Violation(path(name), "the name must match " + NAME));
                    }
                    type.check(path(name), types.keySet(), referred.contains(name), found);
                });
        cycles(found);
        if (keepVersions < 1 || keepVersions > MOST_VERSIONS) {
            found.add(new Violation("dataset.keep_versions", "must be from 1 to " + MOST_VERSIONS));
        }
        Particulars.nothingBut(spec, "is not for dataset, which is published whole", found);
        if (spec.ttl() != null) {
            found.add(new Violation("ttl", "is not for dataset: see dataset.keep_versions"));
        }
    }

    /** Each cycle at the field that closes it, found from the first of its types by name. */
    private void cycles(List<Violation> found) {
        Set<String> done = new TreeSet<>();
        for (String name : types.keySet()) {
            follow(name, new ArrayList<>(), done, found);
        }
    }

    private void follow(String name, List<String> way, Set<String> done, List<Violation> found) {
        DatasetType type = types.get(name);
        if (type == null || done.contains(name)) {
            return;
        }
        way.add(name);
        type.fields()
                .forEach(
                        (field, to) -> {
                            int begun = way.indexOf(to);
                            if (begun >= 0) {
                                found.add(closes(name, field, way.subList(begun, way.size()), to));
                            } else {
                                follow(to, way, done, found);
                            }
                        });
        way.removeLast();
        done.add(name);
    }

    private static Violation closes(String name, String field, List<String> cycle, String to) {
        return new Violation(
                path(name) + ".fields." + field,
                "closes a cycle, " + String.join(" -> ", cycle) + " -> " + to);
    }

    @Override
    public List<Violation> frozen(@Nullable Particulars before) {
        List<Violation> found = new ArrayList<>();
        if (before instanceof DatasetSpec was) {
            was.types.forEach(
                    (name, type) -> found.addAll(type.frozen(path(name), types.get(name))));
        }
        return found;
    }

    private static String path(String name) {
        return "dataset.types." + name;
    }
}
