package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.Item;
import java.util.List;

/**
 * What a page has of one record that was asked for.
 *
 * @param items in the order of the query; empty where it has none, or none beyond the page before
 */
public record RecordItems(Bytes record, List<Item> items) {
    public RecordItems {
        items = List.copyOf(items);
    }
}
