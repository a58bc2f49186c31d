package io.quarry.stores.spi;

import org.jspecify.annotations.Nullable;

/**
 * Why a store did not do what it was asked. After any of them the caller may repeat the call:
 * whether the first one had its effect makes no difference.
 */
public abstract sealed class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    private StoreException(String message, boolean retryable, @Nullable Throwable cause) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same call may succeed a moment later without anyone changing anything. */
    public boolean retryable() {
        return retryable;
    }

    /** The shard, or enough of its replicas, cannot be reached. */
    public static final class Unavailable extends StoreException {
        private static final long serialVersionUID = 1L;

        public Unavailable(String message, @Nullable Throwable cause) {
            super(message, true, cause);
        }
    }

    /** The deadline passed; a write may or may not have had its effect. */
    public static final class TimedOut extends StoreException {
        private static final long serialVersionUID = 1L;

        public TimedOut(String message, @Nullable Throwable cause) {
            super(message, true, cause);
        }
    }

    /** The shard answers, and asks for less. */
    public static final class Overloaded extends StoreException {
        private static final long serialVersionUID = 1L;

        public Overloaded(String message, @Nullable Throwable cause) {
            super(message, true, cause);
        }
    }

    /**
     * The store refuses this call and would refuse it again: too large, not permitted, not
     * understood.
     */
    public static final class Rejected extends StoreException {
        private static final long serialVersionUID = 1L;

        public Rejected(String message, @Nullable Throwable cause) {
            super(message, false, cause);
        }
    }

    /** The namespace's structure is not there: not made yet, or dropped. */
    public static final class Missing extends StoreException {
        private static final long serialVersionUID = 1L;

        public Missing(NamespaceRef namespace, @Nullable Throwable cause) {
            super("no structure " + namespace.structure(), false, cause);
        }
    }
}
