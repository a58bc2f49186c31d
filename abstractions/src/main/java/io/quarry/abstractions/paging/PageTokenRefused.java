package io.quarry.abstractions.paging;

import io.quarry.abstractions.Refusal;

/** Why a page token is not accepted. */
public abstract sealed class PageTokenRefused extends Refusal {
    private static final long serialVersionUID = 1L;

    private PageTokenRefused(String code, String message) {
        super(code, "page_token", message);
    }

    /** Not a page token, or not signed by a key that we know. */
    public static final class Invalid extends PageTokenRefused {
        private static final long serialVersionUID = 1L;

        public Invalid() {
            super(
                    "page-token-invalid",
                    "The page token is not one that this service gave out, or its key has been retired.");
        }
    }

    /** Given out for another namespace. */
    public static final class OtherNamespace extends PageTokenRefused {
        private static final long serialVersionUID = 1L;

        public OtherNamespace() {
            super("page-token-other-namespace", "The page token belongs to another namespace.");
        }
    }

    /**
     * Given out for another query; only limit, page_bytes and include may differ from page to page.
     */
    public static final class OtherQuery extends PageTokenRefused {
        private static final long serialVersionUID = 1L;

        public OtherQuery() {
            super(
                    "page-token-other-query",
                    "The page token belongs to another query; only limit, page_bytes and include may change between pages.");
        }
    }
}
