package io.quarry.metadata.shard;

/** A vector of room; for now one dimension: tables or indices. */
public record Capacity(int objects) {}
