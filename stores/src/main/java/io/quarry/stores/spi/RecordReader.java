package io.quarry.stores.spi;

/**
 * Reads records of versioned items, each record sorted by key, however they are written. Items
 * whose expiry has passed are never returned.
 *
 * <p>All calls block, at most until the deadline, and throw {@link StoreException}; virtual threads
 * are the intended callers.
 */
public interface RecordReader {
    /**
     * Reads one page of a record. Where the deadline is near and something has been read, the page
     * ends early and says that there is more.
     */
    Page<Item> read(RecordId record, Slice slice, Deadline deadline);

    /**
     * Lists the records of a segment that have something to read, in the store's own, lasting
     * order; for scans, and for moving namespaces.
     *
     * @param slice {@code after} is the id of the record listed last; bytes count ids
     */
    Page<RecordId> records(NamespaceRef namespace, Segment segment, Slice slice, Deadline deadline);
}
