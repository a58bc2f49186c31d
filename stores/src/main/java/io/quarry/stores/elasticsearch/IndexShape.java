package io.quarry.stores.elasticsearch;

import io.quarry.stores.spi.search.SearchField;
import java.util.List;

/**
 * How an index is to be.
 *
 * @param fields that can be searched; what a document has besides is kept with it and not indexed
 * @param primaries shards of the index, fixed when it is made
 * @param replicas copies of each besides itself; may change
 */
public record IndexShape(List<SearchField> fields, int primaries, int replicas) {
    /**
     * @throws IllegalArgumentException where a number is out of range
     */
    public IndexShape {
        fields = List.copyOf(fields);
        if (primaries < 1 || replicas < 0) {
            throw new IllegalArgumentException("an index has a shard at least");
        }
    }
}
