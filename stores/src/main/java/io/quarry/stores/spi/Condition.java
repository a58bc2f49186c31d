package io.quarry.stores.spi;

import org.jspecify.annotations.Nullable;

/** What has to be under a key for a conditional write to be carried out. */
public sealed interface Condition {
    /** No item: it was never written, was deleted, or has expired. */
    record Absent() implements Condition {}

    /** The item that this version wrote. */
    record Is(Version version) implements Condition {}

    /** What comes of a write. */
    enum Verdict {
        /** It is to be carried out. */
        WRITE,
        /** What is there is what it would write. */
        DONE,
        /** Something else is there. */
        REFUSE
    }

    /** Whether it holds, whatever is to be written. */
    default boolean holds(@Nullable Standing found) {
        return switch (this) {
            case Absent _ -> found == null || !found.live();
            case Is(Version version) ->
                    found != null && found.live() && found.version().equals(version);
        };
    }

    /**
     * The whole rule of a conditional write, on every engine. One that finds its own version is
     * done. One whose generation is not above that of what it finds is refused even where the
     * condition holds: so versions of a key only ever rise, and one that is late cannot follow its
     * own deletion.
     *
     * @param mine of the write
     */
    default Verdict judge(Version mine, @Nullable Standing found) {
        if (found != null && found.version().equals(mine)) {
            return Verdict.DONE;
        }
        boolean later = found == null || mine.generation() > found.version().generation();
        return later && holds(found) ? Verdict.WRITE : Verdict.REFUSE;
    }
}
