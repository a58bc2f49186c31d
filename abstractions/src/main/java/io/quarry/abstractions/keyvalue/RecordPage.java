package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of record ids, in the store's own order.
 *
 * @param nextPageToken null at the end
 */
public record RecordPage(List<Bytes> ids, @Nullable String nextPageToken) {}
