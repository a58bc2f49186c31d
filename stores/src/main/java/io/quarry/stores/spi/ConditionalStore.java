package io.quarry.stores.spi;

/**
 * Records of items that are only ever written by compare-and-set: of two writes on the same
 * condition one is carried out, and every read that begins after it was answered sees it. The
 * structure is a {@link Layout.Conditional}, which no {@link KeyValueStore} reads or writes.
 *
 * <p>Every call is idempotent: a caller that saw a {@link StoreException} may repeat it, because a
 * write that finds its own {@link Version} is carried out already. After {@link
 * StoreException.TimedOut} it is open whether the write has been, or will be, carried out; the
 * repetition settles it. Deletions, and items that have expired, are remembered for 48 h, so that a
 * write that is late by less cannot bring them back.
 */
public interface ConditionalStore extends RecordReader {
    /** Writes one item by the rule of {@link Condition#judge}. */
    Attempt put(RecordId record, Item item, Condition condition, Deadline deadline);

    /** Deletes one item by the same rule. */
    Attempt delete(
            RecordId record, Bytes key, Version version, Condition.Is condition, Deadline deadline);
}
