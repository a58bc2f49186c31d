package io.quarry.abstractions.keyvalue;

import io.quarry.stores.spi.Bytes;
import io.quarry.stores.spi.KeyRange;

/**
 * Which items of one record a request for several records wants.
 *
 * @param reverse from the highest key down
 */
public record RecordQuery(Bytes record, KeyRange range, boolean reverse) {}
