package io.quarry.stores.spi;

import java.util.List;

/**
 * Makes and drops the structures of namespaces on one shard. Every call is idempotent and may run
 * on two machines at once; a caller that saw a {@link StoreException} repeats it. When a call has
 * answered, all of the shard's nodes agree on the outcome.
 *
 * <p>A namespace's structure at one epoch may have several parts, as its {@link Layout} says; it is
 * there as soon as one of them is, and gone when none is left.
 *
 * <p>A structure that was dropped must not be made again under the same uid and epoch once it held
 * data.
 */
public interface Provisioner {
    /** Makes what is not there yet of the structure; what is there stays as it was made. */
    void ensure(NamespaceRef namespace, Layout layout, Deadline deadline);

    /** Whether any part of the structure is there. */
    boolean exists(NamespaceRef namespace, Deadline deadline);

    /** Drops the structure with all its data, if it is there. */
    void drop(NamespaceRef namespace, Deadline deadline);

    /** What there is of a time-series, the oldest first; nothing of what has no slices. */
    List<TimeSlice> slices(NamespaceRef namespace, Deadline deadline);

    /** Drops one slice with all its events, if it is there; the others stay. */
    void dropSlice(NamespaceRef namespace, TimeSlice slice, Deadline deadline);

    /** The structures of one namespace, by epoch: normally one, two during a move. */
    List<NamespaceRef> list(String uid, Deadline deadline);

    /** All structures on the shard, by uid and epoch; what a sweep compares with the placements. */
    List<NamespaceRef> list(Deadline deadline);
}
