package io.quarry.stores.spi;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Entries that may be gone at any time: evicted, or lost with their node. What is there is the last
 * that was written there. Each key belongs to one node by its text alone; what a node that is away
 * should hold is neither looked for nor written elsewhere, because that would bring back what is
 * older once the node returns. So a failure concerns the keys of one node, and is never a miss.
 *
 * <p>All calls block, at most until the deadline, and throw {@link StoreException}; virtual threads
 * are the intended callers. Only a caller of {@link #increment} and {@link #append} that saw a
 * {@link StoreException.TimedOut} or {@link StoreException.Unavailable} cannot simply repeat it.
 *
 * <p>Lifetimes are rounded up to seconds, and entries may go up to a second early; null means until
 * evicted. Those beyond 2038 end there.
 */
public interface CacheStore {
    /** The largest value, in bytes: what an item of 1 MiB holds beside its key. */
    int MAX_VALUE_BYTES = (1 << 20) - 1024;

    /** What came of asking for one key. */
    sealed interface Lookup {
        /**
         * @param value has a position of its own; not to be changed
         * @param cas names what is there until it is written again; of no meaning elsewhere
         */
        record Hit(ByteBuffer value, long cas) implements Lookup {}

        record Miss() implements Lookup {}

        /** Its node did not answer as it should. */
        record Failed(StoreException cause) implements Lookup {}
    }

    /** What has to be there for a write to take place. */
    sealed interface Condition {
        record Always() implements Condition {}

        record Absent() implements Condition {}

        record Present() implements Condition {}

        /** What {@link Lookup.Hit#cas()} named is still there, unwritten since. */
        record Unchanged(long cas) implements Condition {}
    }

    /** What came of a write. */
    enum Outcome {
        DONE,
        /** Nothing is there, and something had to be. */
        ABSENT,
        /** Something is there that may not be. */
        PRESENT
    }

    /** What came of an increment. */
    sealed interface Count {
        /**
         * @param value unsigned
         */
        record Now(long value) implements Count {}

        record Absent() implements Count {}

        /** What is there are not the digits of a number, and stays. */
        record NotANumber() implements Count {}
    }

    /** Asks for all keys at once, each node once; the answers are in the order of the keys. */
    List<Lookup> get(List<CacheKey> keys, Deadline deadline);

    /**
     * Writes one entry.
     *
     * @param value the bytes between position and limit, not changed until the call has answered
     * @throws StoreException.Rejected where it is larger than {@link #MAX_VALUE_BYTES}
     */
    Outcome put(
            CacheKey key,
            ByteBuffer value,
            Condition condition,
            @Nullable Duration lifetime,
            Deadline deadline);

    /** Writes several entries whatever is there, in one round a node. */
    void putAll(Map<CacheKey, ByteBuffer> values, @Nullable Duration lifetime, Deadline deadline);

    /** Adds to the end of what is there, whose lifetime stays: DONE or ABSENT. */
    Outcome append(CacheKey key, ByteBuffer value, Deadline deadline);

    /** Gives entries another lifetime, in one round a node: DONE where all are there, or ABSENT. */
    Outcome touch(List<CacheKey> keys, @Nullable Duration lifetime, Deadline deadline);

    /** Deletes one entry: DONE or ABSENT. */
    Outcome delete(CacheKey key, Deadline deadline);

    /**
     * Deletes what {@link Lookup.Hit#cas()} named.
     *
     * @return DONE, ABSENT, or PRESENT where it was written since
     */
    Outcome deleteUnchanged(CacheKey key, long cas, Deadline deadline);

    /**
     * Adds to the number whose decimal digits are there; below 0 it stops at 0, at 2^64 it begins
     * again. Its lifetime stays.
     *
     * @param by anything but {@link Long#MIN_VALUE}
     */
    Count increment(CacheKey key, long by, Deadline deadline);
}
