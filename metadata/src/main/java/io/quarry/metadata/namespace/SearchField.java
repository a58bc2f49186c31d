package io.quarry.metadata.namespace;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarry.metadata.problem.Violation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One field of a search namespace's documents. It stays as it was declared, because what is indexed
 * cannot be read another way.
 *
 * @param analyzer what makes words of a text: one of {@link #ANALYZERS}; {@value #DEFAULT_ANALYZER}
 *     if nothing is said, and null of other types
 * @param dimensions of a dense vector, from 1 to {@value #MOST_DIMENSIONS}, and null of other types
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SearchField(FieldType type, @Nullable String analyzer, @Nullable Integer dimensions) {
    /** What Elasticsearch indexes of a vector, since 8.11. */
    public static final int MOST_DIMENSIONS = 4096;

    public static final String DEFAULT_ANALYZER = "standard";

    /** Those that Elasticsearch has in itself and that are of no language. */
    public static final List<String> ANALYZERS =
            List.of(DEFAULT_ANALYZER, "simple", "whitespace", "keyword");

    public SearchField {
        Objects.requireNonNull(type, "type");
        if (type == FieldType.TEXT) {
            analyzer = Objects.requireNonNullElse(analyzer, DEFAULT_ANALYZER);
        }
    }

    void check(String path, List<Violation> found) {
        if (analyzer != null && type != FieldType.TEXT) {
            found.add(new Violation(path + ".analyzer", "is for the type text only"));
        } else if (analyzer != null && !ANALYZERS.contains(analyzer)) {
            found.add(
                    new Violation(
                            path + ".analyzer", "must be one of " + String.join(", ", ANALYZERS)));
        }
        if (type != FieldType.DENSE_VECTOR) {
            if (dimensions != null) {
                found.add(new Violation(path + ".dimensions", "is for the type dense-vector only"));
            }
        } else if (dimensions == null) {
            found.add(new Violation(path + ".dimensions", "is required of a dense-vector"));
        } else if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
            found.add(new Violation(path + ".dimensions", "must be from 1 to " + MOST_DIMENSIONS));
        }
    }
}
