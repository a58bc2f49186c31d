package io.quarry.metadata.namespace;

import io.quarry.metadata.problem.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One type of a dataset's records.
 *
 * @param fields by name, from 1 to {@value #MOST_FIELDS}; each is one of {@link #SCALARS} or names
 *     another type of the dataset
 * @param primaryKey fields that tell records apart, at most {@value #MOST_KEYS}, none of them a
 *     reference; empty where records are only referred to
 */
public record DatasetType(Map<String, String> fields, List<String> primaryKey) {
    public static final int MOST_FIELDS = 200;
    public static final int MOST_KEYS = 8;

    /** What Hollow keeps in a field, beside references. */
    public static final List<String> SCALARS =
            List.of("string", "int", "long", "float", "double", "boolean", "bytes");

    /** Two of these that look alike may differ in a bit, or need not be equal to themselves. */
    private static final Set<String> NO_KEYS = Set.of("float", "double", "bytes");

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");

    public DatasetType {
        fields =
                Collections.unmodifiableMap(
                        new TreeMap<>(
                                Objects.requireNonNullElse(fields, Map.<String, String>of())));
        primaryKey = List.copyOf(Objects.requireNonNullElse(primaryKey, List.<String>of()));
    }

    /**
     * Everything that is wrong with it but for cycles, which go through several types.
     *
     * @param referred whether a field of another type refers to it
     */
    void check(String path, Set<String> types, boolean referred, List<Violation> found) {
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            found.add(new Violation(path + ".fields", "must be from 1 to " + MOST_FIELDS));
        }
        fields.forEach(
                (name, type) -> {
                    String at = path + ".fields." + name;
                    if (!NAME.matcher(name).matches()) {
                        found.add(new Violation(at, "the name must match " + NAME));
                    }
                    if (!SCALARS.contains(type) && !types.contains(type)) {
                        found.add(
                                new Violation(
                                        at,
                                        "must be one of "
                                                + String.join(", ", SCALARS)
                                                + " or a type of the dataset, and is "
                                                + type));
                    }
                });
        checkKey(path + ".primary_key", referred, found);
    }

    private void checkKey(String path, boolean referred, List<Violation> found) {
        if (primaryKey.isEmpty() && !referred) {
            found.add(new Violation(path, "is required of a type that no other refers to"));
        }
        if (primaryKey.size() > MOST_KEYS) {
            found.add(new Violation(path, "must be at most " + MOST_KEYS));
        }
        if (new HashSet<>(primaryKey).size() < primaryKey.size()) {
            found.add(new Violation(path, "names a field twice"));
        }
        for (String field : new TreeSet<>(primaryKey)) {
            String type = fields.get(field);
            if (type == null) {
                found.add(new Violation(path, "names " + field + ", which is no field"));
            } else if (!SCALARS.contains(type) || NO_KEYS.contains(type)) {
                found.add(
                        new Violation(
                                path,
                                "names "
                                        + field
                                        + ", and a "
                                        + type
                                        + " does not tell records apart"));
            }
        }
    }

    /** What of the change would make versions that are there unreadable. */
    List<Violation> frozen(String path, @Nullable DatasetType after) {
        if (after == null) {
            return List.of(
                    new Violation(path, "cannot be removed: versions that are there hold it"));
        }
        List<Violation> found = new ArrayList<>();
        fields.forEach(
                (name, type) -> {
                    String now = after.fields.get(name);
                    String at = path + ".fields." + name;
                    if (now == null) {
                        found.add(
                                new Violation(
                                        at, "cannot be removed: versions that are there hold it"));
                    } else if (!now.equals(type)) {
                        found.add(
                                new Violation(
                                        at,
                                        "cannot change its type: versions that are there hold it"
                                                + " as "
                                                + type));
                    }
                });
        if (!after.primaryKey.equals(primaryKey)) {
            found.add(
                    new Violation(
                            path + ".primary_key",
                            "cannot change: records of one version are found again in the next by"
                                    + " it"));
        }
        return found;
    }
}
