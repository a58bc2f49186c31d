package io.quarry.metadata.access;

/**
 * Where a grant stands in a listing: those on all of a tenant first, then namespace by namespace.
 *
 * @param namespace empty for a grant that is on none
 */
record GrantPlace(String namespace, String principal) {
    static GrantPlace of(Grant grant) {
        return new GrantPlace(
                switch (grant.scope()) {
                    case Scope.Platform(), Scope.OfTenant(_) -> "";
                    case Scope.OfNamespace(var id) -> id.name();
                },
                grant.principal());
    }

    /**
     * @throws IllegalArgumentException if it is none
     */
    static GrantPlace read(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException(text);
        }
        return new GrantPlace(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Neither part has a slash. */
    String text() {
        return namespace + "/" + principal;
    }
}
