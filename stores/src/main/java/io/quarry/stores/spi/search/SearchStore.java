package io.quarry.stores.spi.search;

import io.quarry.stores.spi.Deadline;
import io.quarry.stores.spi.NamespaceRef;
import io.quarry.stores.spi.StoreException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Versioned documents that are found by what is in their fields. Every write is idempotent: a
 * caller that saw a {@link StoreException} may repeat it, because per document the highest {@link
 * io.quarry.stores.spi.Version} wins in any order of arrival, and at equal generations a delete
 * wins. A write that loses answers as one that wins. Deletions are remembered for 48 h, so that a
 * write that is late by less cannot bring a document back. What has expired is never returned.
 *
 * <p>All calls block, at most until the deadline, and throw {@link StoreException}; virtual threads
 * are the intended callers.
 */
public interface SearchStore {
    /**
     * Writes each document by itself: a failure leaves some written and some not, and the call is
     * repeated whole.
     *
     * @param writes up to 1,000 with up to 8 MiB in all; several of one document are carried out in
     *     their order
     * @param visible whether to answer only when searches find what was written; a read by id finds
     *     it at once
     * @return those that are refused for good; all others are written
     */
    List<RefusedWrite> write(
            NamespaceRef namespace, List<DocumentWrite> writes, boolean visible, Deadline deadline);

    /** The document as it was last written, or null where there is none. */
    @Nullable Document get(NamespaceRef namespace, String id, Deadline deadline);

    /**
     * One page of what meets the request. It is whole or it fails: what was found of a search that
     * ran out of time is no beginning of the answer.
     *
     * @return null where the point in time that the request names is gone
     */
    @Nullable SearchPage search(NamespaceRef namespace, SearchRequest request, Deadline deadline);

    /**
     * Holds what searches find at this moment, for searches that name it. It may be gone before its
     * time.
     *
     * @param keep how long; each search that names it begins that time anew
     * @return its name: up to a few hundred characters for each shard of the index
     */
    String openPointInTime(NamespaceRef namespace, Duration keep, Deadline deadline);

    /** Lets go of it; nothing where it is gone. */
    void closePointInTime(String pointInTime, Deadline deadline);

    /**
     * Removes what is left of deleted and expired documents that no late write can bring back.
     *
     * @param most how many at most
     * @return how many were found; as many as {@code most} says that there may be more
     */
    int sweep(NamespaceRef namespace, int most, Deadline deadline);
}
