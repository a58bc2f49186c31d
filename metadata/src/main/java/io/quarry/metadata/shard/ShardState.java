package io.quarry.metadata.shard;

/** Where a shard stands; only ACTIVE ones get new namespaces. */
public enum ShardState {
    PROVISIONING,
    ACTIVE,
    CORDONED,
    DRAINING,
    RETIRED,
    FAILED
}
