package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Violation;
import io.quarry.metadata.shard.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a search namespace's documents can be asked for. Fields may be added while it lives; one
 * that is there stays as it is.
 *
 * @param fields by name, from 1 to {@value #MOST_FIELDS}; what is not declared is not indexed
 */
public record SearchSpec(Map<String, SearchField> fields) implements Particulars {
    /**
     * A mapping is in the memory of every node: Elasticsearch stops at 1,000, subfields counted.
     */
    public static final int MOST_FIELDS = 200;

    static final SearchSpec UNSAID = new SearchSpec(Map.of());

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    public SearchSpec {
        fields =
                Collections.unmodifiableMap(
                        new TreeMap<>(
                                Objects.requireNonNullElse(fields, Map.<String, SearchField>of())));
    }

    @Override
    public List<Engine> engines() {
        return List.of(Engine.ELASTICSEARCH);
    }

    @Override
    public void check(NamespaceSpec spec, List<Violation> found) {
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            found.add(new Violation("search.fields", "must be from 1 to " + MOST_FIELDS));
        }
        fields.forEach(
                (name, field) -> {
                    if (!NAME.matcher(name).matches()) {
                        found.add(new Violation(path(name), "the name must match " + NAME));
                    }
                    field.check(path(name), found);
                });
        Particulars.nothingBut(spec, "is not for search, whose documents are versioned", found);
        if (spec.ttl() != null) {
            found.add(
                    new Violation(
                            "ttl",
                            "is not for search, where each document says itself when it expires"));
        }
    }

    @Override
    public List<Violation> frozen(@Nullable Particulars before) {
        List<Violation> found = new ArrayList<>();
        if (before instanceof SearchSpec was) {
            was.fields.forEach(
                    (name, field) -> frozen(name, field, fields.get(name)).ifPresent(found::add));
        }
        return found;
    }

    private static Optional<Violation> frozen(
            String name, SearchField before, @Nullable SearchField after) {
        if (after == null) {
            return Optional.of(
                    new Violation(
                            path(name),
                            "cannot be removed: documents that hold it are indexed by it"));
        }
        if (!after.equals(before)) {
            return Optional.of(
                    new Violation(
                            path(name),
                            "cannot change its type, analyzer or dimensions: what is indexed"
                                    + " would have to be indexed again"));
        }
        return Optional.empty();
    }

    private static String path(String name) {
        return "search.fields." + name;
    }
}
