package io.quarry.metadata.namespace;

/** Where a namespace stands. RETIRED and PURGED ones no longer hold their name. */
public enum NamespaceState {
    PENDING,
    PROVISIONING,
    ACTIVE,
    CHANGING,
    MOVING,
    NEEDS_ATTENTION,
    RETIRING,
    RETIRED,
    PURGED;

    /** Whether the namespace still holds its name. */
    public boolean live() {
        return switch (this) {
            case PENDING, PROVISIONING, ACTIVE, CHANGING, MOVING, NEEDS_ATTENTION, RETIRING -> true;
            case RETIRED, PURGED -> false;
        };
    }
}
