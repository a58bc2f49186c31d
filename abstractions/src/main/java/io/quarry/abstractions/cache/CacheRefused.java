package io.quarry.abstractions.cache;

import io.quarry.abstractions.Refusal;

/** Why a request to a cache is refused, with nothing changed. */
public abstract sealed class CacheRefused extends Refusal {
    private static final long serialVersionUID = 1L;

    private CacheRefused(String code, String field, String message) {
        super(code, field, message);
    }

    /** Something is larger, or more, than allowed. */
    public static final class TooLarge extends CacheRefused {
        private static final long serialVersionUID = 1L;

        private final long limit;
        private final long requested;

        /**
         * @param field what is too large: key, content_type, metadata, value, keys
         * @param unit "bytes" or "keys"
         */
        TooLarge(String field, String unit, long limit, long requested) {
            super(
                    "limit-exceeded",
                    field,
                    "%s: at most %d %s are allowed, %d were requested."
                            .formatted(field, limit, unit, requested));
            this.limit = limit;
            this.requested = requested;
        }

        public long limit() {
            return limit;
        }

        public long requested() {
            return requested;
        }
    }

    /** Something makes no sense. */
    public static final class Invalid extends CacheRefused {
        private static final long serialVersionUID = 1L;

        Invalid(String field, String message) {
            super("invalid-request", field, message);
        }
    }
}
