package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Item;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of items, in the order of the selection.
 *
 * @param items may be empty although there is a next page, where the deadline was near
 * @param nextPageToken null at the end
 */
public record ItemPage(List<Item> items, @Nullable String nextPageToken) {}
