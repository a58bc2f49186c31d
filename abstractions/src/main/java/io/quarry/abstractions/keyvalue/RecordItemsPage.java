package io.quarry.abstractions.keyvalue;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of items of several records, in the order in which they were asked for.
 *
 * @param records those that the page has come to; the last may go on in the next page
 * @param nextPageToken null at the end
 */
public record RecordItemsPage(List<RecordItems> records, @Nullable String nextPageToken) {}
