package io.quarry.metadata.placement;

/** What a shard does for a namespace. */
public enum PlacementRole {
    PRIMARY,
    CACHE,
    INDEX,
    BLOBS
}
