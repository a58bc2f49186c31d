package io.quarry.abstractions.keyvalue;

import io.quarry.abstractions.Refusal;
import io.quarry.abstractions.token.Token;
import org.jspecify.annotations.Nullable;

/** Why a key-value request is refused, with nothing changed. */
public abstract sealed class KeyValueRefused extends Refusal {
    private static final long serialVersionUID = 1L;

    private KeyValueRefused(String code, String field, String message) {
        super(code, field, message);
    }

    /** Something is larger, or more, than allowed. */
    public static final class TooLarge extends KeyValueRefused {
        private static final long serialVersionUID = 1L;

        private final long limit;
        private final long used;
        private final long requested;

        /**
         * @param field what is too large: record_id, key, content_type, metadata, value, items,
         *     batch, page_bytes, keys
         * @param unit "bytes" or "items"
         * @param limit what is allowed
         * @param used what of it was taken before this request; 0 for what is limited request by
         *     request
         * @param requested what this request asks for
         */
        public TooLarge(String field, String unit, long limit, long used, long requested) {
            super(
                    "limit-exceeded",
                    field,
                    "%s: at most %d %s are allowed, %d were requested."
                            .formatted(field, limit, unit, requested));
            this.limit = limit;
            this.used = used;
            this.requested = requested;
        }

        public long limit() {
            return limit;
        }

        public long used() {
            return used;
        }

        public long requested() {
            return requested;
        }
    }

    /** What the write wants to be there is not what is there. */
    public static final class PreconditionFailed extends KeyValueRefused {
        private static final long serialVersionUID = 1L;

        private final transient @Nullable Token current;

        /**
         * @param current what wrote the item that is there; null where there is none
         */
        public PreconditionFailed(@Nullable Token current, String message) {
            super("precondition-failed", "condition", message);
            this.current = current;
        }

        public @Nullable Token current() {
            return current;
        }
    }

    /** Something makes no sense. */
    public static final class Invalid extends KeyValueRefused {
        private static final long serialVersionUID = 1L;

        public Invalid(String field, String message) {
            super("invalid-request", field, message);
        }
    }
}
