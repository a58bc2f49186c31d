package io.quarry.metadata.serviceaccount;

/** Where a service account stands; one that is DELETING has no grants and is shown to nobody. */
public enum ServiceAccountState {
    CREATING,
    ACTIVE,
    DELETING
}
