package io.quarry.metadata.placement;

/** Which shard plays which role. */
public record Placement(PlacementRole role, String shard) {}
