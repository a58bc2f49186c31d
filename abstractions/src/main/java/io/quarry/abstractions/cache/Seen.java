package io.quarry.abstractions.cache;

import io.quarry.abstractions.token.Token;
import io.quarry.stores.spi.CacheStore;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What lies under a key at one moment, and how to write only if that is still so. */
sealed interface Seen {
    /** What the store has to find when it writes. */
    CacheStore.Condition unchanged();

    /** What wrote it; null where that is not known. */
    default @Nullable Token token() {
        return null;
    }

    /** Nothing that may be read. */
    record Nothing(CacheStore.Condition unchanged) implements Seen {
        static final Nothing AT_ALL = new Nothing(new CacheStore.Condition.Absent());

        /** Something that has expired, or is unreadable, or of another key with this one's hash. */
        static Nothing but(long cas) {
            return new Nothing(new CacheStore.Condition.Unchanged(cas));
        }
    }

    /** The digits of a number. */
    record Number(ByteBuffer digits, long cas) implements Seen {
        @Override
        public CacheStore.Condition unchanged() {
            return new CacheStore.Condition.Unchanged(cas);
        }
    }

    /**
     * An entry.
     *
     * @param stored the head as it lies there
     */
    record There(Head head, ByteBuffer stored, long cas) implements Seen {
        @Override
        public CacheStore.Condition unchanged() {
            return new CacheStore.Condition.Unchanged(cas);
        }

        @Override
        public Token token() {
            return head.token();
        }
    }
}
