package io.quarry.stores.spi;

import java.util.List;

/**
 * Records of versioned items, each record sorted by key. Every call is idempotent: a caller that
 * saw a {@link StoreException} may repeat it, because per item the highest {@link Version} wins in
 * any order of arrival. A write that loses answers as one that wins. Deletions are remembered for
 * 48 h, so that a write that is late by less cannot bring an item back. Items whose expiry has
 * passed are never returned.
 *
 * <p>All calls block, at most until the deadline, and throw {@link StoreException}; virtual threads
 * are the intended callers.
 */
public interface KeyValueStore extends RecordReader {
    /**
     * Writes the items of one record, all or none visible at once. They may carry different
     * versions.
     *
     * @param items up to 1,000 with up to 8 MiB in all; of two with the same key the higher version
     *     wins
     */
    void put(RecordId record, List<Item> items, Deadline deadline);

    /**
     * Deletes what lies in the range and is not newer than {@code version}; costs about the same
     * whatever that is.
     */
    void delete(RecordId record, KeyRange range, Version version, Deadline deadline);
}
