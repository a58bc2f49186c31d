package io.quarry.api.data.search;

import io.quarry.abstractions.search.SearchLimits;
import io.quarry.abstractions.search.SearchSettings;
import io.quarry.metadata.namespace.FieldType;
import io.quarry.metadata.namespace.SearchSpec;
import io.quarry.stores.spi.search.SearchField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a route says of a search namespace, in the words of the stores. */
final class DeclaredFields {
    private DeclaredFields() {}

    /** A route that was published before it told of fields has none, and so finds nothing yet. */
    static SearchSettings settings(@Nullable SearchSpec spec) {
        return new SearchSettings(spec == null ? List.of() : fields(spec), SearchLimits.standard());
    }

    private static List<SearchField> fields(SearchSpec spec) {
        return spec.fields().entrySet().stream()
                .map(
                        field ->
                                new SearchField(
                                        field.getKey(),
                                        type(field.getValue().type()),
                                        field.getValue().analyzer(),
                                        field.getValue().dimensions()))
                .toList();
    }

    private static SearchField.Type type(FieldType type) {
        return switch (type) {
            case KEYWORD -> SearchField.Type.KEYWORD;
            case TEXT -> SearchField.Type.TEXT;
            case LONG -> SearchField.Type.LONG;
            case DOUBLE -> SearchField.Type.DOUBLE;
            case DATE -> SearchField.Type.DATE;
            case BOOLEAN -> SearchField.Type.BOOLEAN;
            case GEO_POINT -> SearchField.Type.GEO_POINT;
            case DENSE_VECTOR -> SearchField.Type.DENSE_VECTOR;
        };
    }
}
