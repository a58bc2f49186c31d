package io.quarry.abstractions.search;

import io.quarry.stores.spi.search.SearchField;
import java.util.List;

/**
 * What is particular to one namespace.
 *
 * @param fields the declared ones
 */
public record SearchSettings(List<SearchField> fields, SearchLimits limits) {
    public SearchSettings {
        fields = List.copyOf(fields);
    }
}
