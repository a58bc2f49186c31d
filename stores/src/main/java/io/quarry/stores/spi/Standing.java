package io.quarry.stores.spi;

/**
 * What a conditional write finds under its key.
 *
 * @param version of the last write or deletion
 * @param live false for a deletion and for an item that has expired, which both are still
 *     remembered
 */
public record Standing(Version version, boolean live) {}
