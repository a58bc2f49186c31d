package io.quarry.abstractions.search;

import io.quarry.abstractions.Refusal;
import java.util.List;

/** Why a search request is refused. */
public abstract sealed class SearchRefused extends Refusal {
    private static final long serialVersionUID = 1L;

    private SearchRefused(String code, String field, String message) {
        super(code, field, message);
    }

    /** What was sent is wrong, in all the places named. */
    public static final class Invalid extends SearchRefused {
        private static final long serialVersionUID = 1L;

        private final transient List<Violation> violations;

        /**
         * @param violations at least one
         */
        public Invalid(List<Violation> violations) {
            super(
                    "invalid-request",
                    violations.getFirst().at(),
                    violations.getFirst().at() + ": " + violations.getFirst().message());
            this.violations = List.copyOf(violations);
        }

        public Invalid(String at, String message) {
            this(List.of(new Violation(at, message)));
        }

        public List<Violation> violations() {
            return violations;
        }
    }

    /** Something is larger, more, or costlier than allowed. */
    public static final class TooLarge extends SearchRefused {
        private static final long serialVersionUID = 1L;

        private final long limit;
        private final long requested;

        /**
         * @param field what is too large: id, document, batch, items, query, page_bytes, cost
         * @param unit "bytes", "items" or "units"
         */
        public TooLarge(String field, String unit, long limit, long requested) {
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
}
